import type { PriceMove } from '@shared/entities/price';
import { AppError } from '@shared/errors';
import { inChunks } from '../store/in-chunks';
import type { Tx } from '../store/write';
import { requireGroup } from './price-group';

/**
 * Moves prices to a group, or out of their groups when `group_id` is null, under the rules of a single edit (wire
 * contract 2.6): a price or group that is not there refuses all of it. Prices of any plan, ended ones included. Those
 * already in place are left alone: not touched, not recorded, not counted.
 */
export async function movePrices(tx: Tx, { ids, group_id }: PriceMove): Promise<{ moved: number }> {
  if (group_id !== null) await requireGroup(tx, group_id);
  const before = new Map<string, string | null>();
  await inChunks([...new Set(ids)], async (chunk) => {
    const rows = await tx.db
      .selectFrom('prices')
      .select(['id', 'group_id'])
      .where('environment_id', '=', tx.context.environment_id)
      .where('id', 'in', chunk)
      .execute();
    for (const row of rows) before.set(row.id, row.group_id);
  });
  const missing = ids.find((id) => !before.has(id));
  if (missing !== undefined) throw new AppError('not_found', `Price with ID ${missing} was not found`);
  const moves = [...before].filter(([, from]) => from !== group_id).map(([id, from]) => ({ id, from }));
  await inChunks(moves, (chunk) =>
    tx.db
      .updateTable('prices')
      .set({ group_id, ...tx.touch() })
      .where(
        'id',
        'in',
        chunk.map(({ id }) => id),
      )
      .execute(),
  );
  await tx.recordMany(
    'price',
    'update',
    moves.map(({ id, from }) => ({ id, fields: { group_id: { from, to: group_id } } })),
  );
  return { moved: moves.length };
}
