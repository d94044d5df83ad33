import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { catalogChanged } from '../../usage/catalog-version';

/** What is kept by a meter's number, which the next meter may be given. */
const counted = [
  'usage_days',
  'usage_day_totals',
  'usage_day_picks',
  'usage_day_uniques',
  'usage_fact_days',
  'usage_fact_waiting',
  'usage_told_days',
  'usage_told_parts',
  'usage_to_rebuild',
  'priced_spans',
];

/** Removes the meter of a feature that was taken back, unless something else uses it or a server has it. */
export async function withdrawMeter(tx: Tx, id: string): Promise<void> {
  const { sqlite } = tx;
  const number = prepared(sqlite, freeSql).pluck().get({ id }) as number | undefined;
  if (number === undefined) return;
  for (const table of counted) prepared(sqlite, `delete from ${table} where meter = ?`).run(number);
  prepared(sqlite, 'delete from meters where number = ?').run(number);
  catalogChanged(sqlite);
  await tx.record('meter', id, 'archive', {});
}

const freeSql = `
  select number from meters where id = @id
    and not exists (select 1 from features where meter_id = @id)
    and not exists (select 1 from prices where meter_id = @id)
    and not exists (select 1 from line_items where meter_id = @id)
    and not exists (select 1 from synced_rows where entity = 'meter' and local_id = @id)`;
