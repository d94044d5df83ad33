import { AppError } from '@shared/errors';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Tx } from '../../store/write';
import { editRow } from '../local/edit-row';

/** Fields in which a server may word a new row its own way. */
const takeable: Record<SyncedEntity, readonly string[]> = {
  group: ['name'],
  feature: ['name', 'description', 'unit_singular', 'unit_plural', 'metadata'],
  plan: ['name', 'lookup_key', 'description', 'display_order', 'metadata'],
  price: ['display_name', 'lookup_key', 'description', 'metadata'],
};

export const canTakeOver = (entity: SyncedEntity, field: string): boolean => takeable[entity].includes(field);

/**
 * Takes what the server made of a new row over into the row here, by the domain's own rules; false when they refuse it, and
 * then nothing is changed.
 */
export async function takeOver(
  tx: Tx,
  entity: SyncedEntity,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  try {
    await editRow(tx, entity, id, fields);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
