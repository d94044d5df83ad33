import { featureUpdate } from '@shared/entities/feature';
import { planUpdate } from '@shared/entities/plan';
import { priceUpdate } from '@shared/entities/price';
import { AppError } from '@shared/errors';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { updateFeature } from '../../features/update-feature';
import { renameGroup } from '../../groups/rename-group';
import { updatePlan } from '../../plans/update-plan';
import { updatePrice } from '../../prices/update-price';
import type { Tx } from '../../store/write';

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
    switch (entity) {
      case 'group':
        await renameGroup(tx, { id, name: String(fields.name) });
        return true;
      case 'feature':
        await updateFeature(tx, featureUpdate.parse({ id, ...fields }));
        return true;
      case 'plan':
        await updatePlan(tx, planUpdate.parse({ id, ...fields }));
        return true;
      case 'price': {
        const clear = Object.keys(fields).filter((field) => fields[field] === '');
        await updatePrice(tx, priceUpdate.parse({ id, ...fields, clear }));
        return true;
      }
    }
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
