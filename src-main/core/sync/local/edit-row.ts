import { featureUpdate } from '@shared/entities/feature';
import { planUpdate } from '@shared/entities/plan';
import { priceUpdate } from '@shared/entities/price';
import { invalid } from '@shared/errors';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { z } from 'zod';
import { updateFeature } from '../../features/update-feature';
import { renameGroup } from '../../groups/rename-group';
import { updatePlan } from '../../plans/update-plan';
import { updatePrice } from '../../prices/update-price';
import type { Tx } from '../../store/write';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Edits fields of a row in place as a person would, under the domain's own rules; ids in it are local. Throws an AppError
 * when a rule refuses one of them.
 */
export async function editRow(tx: Tx, entity: SyncedEntity, id: string, fields: Fields): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  switch (entity) {
    case 'group':
      await renameGroup(tx, { id, name: String(fields.name) });
      return;
    case 'feature': {
      const { meter, ...own } = fields;
      const filters = (meter as { filters?: unknown } | null | undefined)?.filters;
      await updateFeature(tx, parseInput(featureUpdate, { id, ...own, ...(filters !== undefined && { filters }) }));
      return;
    }
    case 'plan':
      await updatePlan(tx, parseInput(planUpdate, { id, ...fields }));
      return;
    case 'price':
      await updatePrice(tx, parseInput(priceUpdate, { id, ...detailsInput(fields) }));
      return;
  }
}

/** Details of a price as an update takes them: an empty text is cleared, no group is "". */
export function detailsInput(fields: Fields): Record<string, unknown> {
  const { group_id, ...rest } = fields;
  const clear = Object.keys(rest).filter((field) => rest[field] === '');
  return { ...rest, ...(group_id !== undefined && { group_id: group_id ?? '' }), clear };
}

/** What an input looks like to the domain; throws an AppError with the first thing that is wrong with it. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(issue?.message ?? 'It cannot be read', issue?.path.join('.') ?? '');
}
