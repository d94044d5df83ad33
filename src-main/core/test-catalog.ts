import type { InputOf } from '@shared/contract';
import type { TestCore } from './test-core';

/** A small catalog to test on: one plan, one metered feature and one group, and requests for prices that fit them. */
export async function testCatalog(core: TestCore) {
  const plan = await core.call('plan.create', { name: 'Base Plan', lookup_key: 'base' });
  const feature = await core.call('feature.create', {
    name: 'Tokens',
    type: 'metered',
    meter: { event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } },
  });
  const group = await core.call('group.create', { name: 'LLM', entity_type: 'price', lookup_key: 'group-llm' });
  const fixed = {
    currency: 'usd',
    entity_type: 'PLAN',
    entity_id: plan.id,
    type: 'FIXED',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: '10',
  } satisfies InputOf<'price.create'>;
  const usage = {
    ...fixed,
    type: 'USAGE',
    meter_id: feature.meter_id,
    amount: '0.01',
  } satisfies InputOf<'price.create'>;
  return { plan, feature, meter_id: feature.meter_id, group, fixed, usage };
}

/** The newest change record: what the last edit did, field by field. */
export function lastChange(core: TestCore): { entity: string; entity_id: string; kind: string; fields: object } {
  const row = core.store.sqlite
    .prepare('select entity, entity_id, kind, fields from changes order by seq desc limit 1')
    .get() as { entity: string; entity_id: string; kind: string; fields: string };
  return { ...row, fields: JSON.parse(row.fields) };
}

/** How many change records there are. */
export const countChanges = (core: TestCore): number =>
  core.store.sqlite.prepare('select count(*) from changes').pluck().get() as number;
