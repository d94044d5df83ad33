import type { Meter, MeterCreate } from '@shared/entities/meter';
import { checkMeterCreate } from '@shared/rules/meter';
import { searchText } from '../list/quick-search';
import { createdFields, type Tx } from '../store/write';
import { usageOfMeter } from '../usage/after-catalog-change';
import { meterOf } from './meter-row';

/** Creates a meter (wire contract 5.6) and measures the events that are already there. */
export async function createMeter(tx: Tx, input: MeterCreate): Promise<Meter> {
  checkMeterCreate(input);
  const { name, event_name, aggregation, filters, reset_usage } = input;
  const row = await tx.db
    .insertInto('meters')
    .values({
      id: tx.newId('meter'),
      name,
      event_name,
      aggregation: JSON.stringify(aggregation),
      filters: JSON.stringify(filters),
      reset_usage,
      search_text: searchText(name, event_name),
      ...tx.base(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('meter', row.id, 'create', createdFields({ name, event_name, aggregation, filters, reset_usage }));
  usageOfMeter(tx, row.id);
  return meterOf(row);
}
