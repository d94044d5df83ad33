import type { Parsed } from '@shared/contract';
import { invalid } from '@shared/errors';
import { searchText } from '../list/quick-search';
import { recordedFields } from '../prices/create-price';
import { nextSequence } from '../prices/price-sequence';
import { createdFields, type Tx } from '../store/write';
import { livePlanPrices } from '../subscriptions/create-subscription';
import { insertPlan } from './create-plan';
import type { PlanRow } from './own-plan';
import { refuseTakenCloneKey } from './plan-key';
import { loadPlan } from './plan-row';

/**
 * Copies a plan with its live prices (wire contract 4.7). A copied price keeps everything, its group and meter included,
 * but its lookup key and its line of versions.
 */
export async function clonePlan(tx: Tx, input: Parsed<'plan.clone'>): Promise<PlanRow> {
  if (input.name === '') throw invalid('Please provide a unique name for the cloned plan', 'name');
  if (input.lookup_key === '') throw invalid('Please provide a unique lookup_key for the cloned plan', 'lookup_key');
  const source = await loadPlan(tx.db, tx.context.environment_id, input.id);
  await refuseTakenCloneKey(tx, input.lookup_key);
  const clone = await insertPlan(tx, {
    name: input.name,
    lookup_key: input.lookup_key,
    description: input.description ?? source.description,
    display_order: input.display_order ?? source.display_order,
    metadata: { ...JSON.parse(source.metadata), ...input.metadata, source_plan_id: source.id },
  });
  for (const price of await livePlanPrices(tx, source.id)) {
    const { number, ...columns } = price;
    const copy = await tx.db
      .insertInto('prices')
      .values({
        ...columns,
        id: tx.newId('price'),
        entity_id: clone.id,
        lookup_key: '',
        parent_price_id: null,
        search_text: searchText(price.display_name),
        sequence: nextSequence(tx),
        ...tx.base(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await tx.record('price', copy.id, 'create', createdFields(recordedFields(copy)));
  }
  return clone;
}
