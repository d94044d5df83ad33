import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testCatalog } from './test-catalog';
import { type TestCore, testCore } from './test-core';

/** What a person may do to a catalog; numbers pick among what there is at that moment. */
type Step =
  | { do: 'create group'; key: number }
  | { do: 'delete group'; group: number }
  | { do: 'create price'; key: number; group: number; usage: boolean }
  | { do: 'move price'; price: number; group: number }
  | { do: 'edit price'; price: number; day: number }
  | { do: 'rekey price'; price: number; key: number }
  | { do: 'terminate price'; price: number; day: number }
  | { do: 'clone plan'; plan: number; key: number }
  | { do: 'archive plan'; plan: number }
  | { do: 'subscribe'; plan: number; day: number }
  | { do: 'cancel'; subscription: number };

const n = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('create group' as const), key: fc.nat({ max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete group' as const), group: n }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('create price' as const),
      key: fc.nat({ max: 6 }),
      group: n,
      usage: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move price' as const), price: n, group: n }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit price' as const), price: n, day: n }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rekey price' as const), price: n, key: fc.nat({ max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('terminate price' as const), price: n, day: n }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clone plan' as const), plan: n, key: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('archive plan' as const), plan: n }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('subscribe' as const), plan: n, day: fc.nat({ max: 12 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), subscription: n }) },
);

/** Ids of everything, archived and ended rows too: edits of those must be refused or harmless. */
const ids = (core: TestCore, table: string) =>
  core.store.sqlite.prepare(`select id from ${table} order by number`).pluck().all() as string[];
const pick = (all: string[], index: number): string => all[index % Math.max(all.length, 1)] ?? 'none';

/** Runs one step; a refusal is an answer too, but never an unforeseen one. */
async function run(core: TestCore, action: Step, catalog: Awaited<ReturnType<typeof testCatalog>>) {
  const context = { environment_id: core.environment_id };
  const at = (day: number) => new Date(core.clock.now() + (day - 10) * 86_400_000).toISOString();
  const groupOr = (index: number) => (index % 4 === 0 ? '' : pick(ids(core, 'groups'), index));
  const call = (name: string, input: object) => core.app.call(name, input, context);
  switch (action.do) {
    case 'create group':
      return call('group.create', { name: 'g', entity_type: 'price', lookup_key: `g${action.key}` });
    case 'delete group':
      return call('group.delete', { id: pick(ids(core, 'groups'), action.group) });
    case 'create price': {
      const request = action.usage ? catalog.usage : catalog.fixed;
      const lookup_key = action.key === 0 ? '' : `p${action.key}`;
      const entity_id = pick(ids(core, 'plans'), action.group);
      const start_date = at(0);
      return call('price.create', { ...request, entity_id, lookup_key, group_id: groupOr(action.group), start_date });
    }
    case 'move price':
      return call('price.update', { id: pick(ids(core, 'prices'), action.price), group_id: groupOr(action.group) });
    case 'edit price': {
      const id = pick(ids(core, 'prices'), action.price);
      return call('price.update', { id, amount: String(action.day), effective_from: at(action.day) });
    }
    case 'rekey price':
      return call('price.update', { id: pick(ids(core, 'prices'), action.price), lookup_key: `p${action.key}` });
    case 'terminate price':
      return call('price.terminate', { id: pick(ids(core, 'prices'), action.price), end_date: at(action.day) });
    case 'clone plan': {
      const id = pick(ids(core, 'plans'), action.plan);
      return call('plan.clone', { id, name: 'c', lookup_key: `c${action.key}` });
    }
    case 'archive plan':
      return call('plan.archive', { id: pick(ids(core, 'plans'), action.plan) });
    case 'subscribe': {
      const plan_id = pick(ids(core, 'plans'), action.plan);
      const terms = { currency: 'usd', billing_period: 'MONTHLY', start_date: at(action.day) };
      return call('subscription.create', { external_customer_id: 'acme', plan_id, ...terms });
    }
    case 'cancel':
      return call('subscription.cancel', { id: pick(ids(core, 'subscriptions'), action.subscription) });
  }
}

/** Rows that break a rule of the catalog: none may exist after any step. */
const violations: Record<string, string> = {
  'a price in a group that is missing or archived': `
    select p.id from prices p left join groups g on g.id = p.group_id
    where p.group_id is not null and coalesce(g.status, '') <> 'published'`,
  'two published groups with one lookup key': `
    select lookup_key from groups where status = 'published' group by environment_id, lookup_key having count(*) > 1`,
  'two live prices with one lookup key': `
    select lookup_key from prices where status = 'published' and end_date is null and lookup_key <> ''
    group by environment_id, lookup_key having count(*) > 1`,
  'two published plans with one lookup key': `
    select lookup_key from plans where status = 'published' and lookup_key <> ''
    group by environment_id, lookup_key having count(*) > 1`,
  'an archived plan with a live subscription': `
    select s.id from subscriptions s join plans p on p.id = s.plan_id
    where p.status = 'archived' and s.subscription_status <> 'cancelled'`,
  'a version that does not point at the first one': `
    select v.id from prices v join prices root on root.id = v.parent_price_id where root.parent_price_id is not null`,
  'two versions of a price that overlap': `
    select a.id from prices a join prices b
      on coalesce(a.parent_price_id, a.id) = coalesce(b.parent_price_id, b.id) and a.number < b.number
    where a.start_date < coalesce(b.end_date, '9999') and b.start_date < coalesce(a.end_date, '9999')`,
  'a line item outside the time of its price or subscription': `
    select i.id from line_items i join prices p on p.id = i.price_id join subscriptions s on s.id = i.subscription_id
    where i.start_date < coalesce(i.end_date, '9999') and (
      i.start_date < p.start_date or i.start_date < s.start_date
      or coalesce(i.end_date, '9999') > coalesce(p.end_date, '9999'))`,
  'two line items for one price at one moment of a subscription': `
    select a.id from line_items a join line_items b
      on a.subscription_id = b.subscription_id and a.price_id = b.price_id and a.number < b.number
    where a.start_date < coalesce(b.end_date, '9999') and b.start_date < coalesce(a.end_date, '9999')`,
  'a live subscription that misses a price of its plan': `
    select s.id from subscriptions s join prices p on p.entity_id = s.plan_id
    where s.subscription_status <> 'cancelled' and p.currency = s.currency and p.billing_period = s.billing_period
      and p.start_date < coalesce(p.end_date, '9999') and coalesce(p.end_date, '9999') > s.start_date
      and (p.end_date is null or p.end_date > s.created_at)
      and not exists (select 1 from line_items i where i.subscription_id = s.id and i.price_id = p.id)`,
  'a row the quick search would miss': `
    select p.id from prices p where p.search_text not glob '*' || lower(p.lookup_key) || '*'`,
  'a sequence used twice': 'select sequence from prices group by sequence having count(*) > 1',
};

test('no sequence of edits leaves the catalog in a state that breaks its rules', async () => {
  const done = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 45, size: 'max' }), async (steps) => {
      const core = testCore();
      const catalog = await testCatalog(core);
      await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
      for (const action of steps) {
        core.clock.advance(1000);
        const reply = await run(core, action, catalog);
        if (reply.ok) done.set(action.do, (done.get(action.do) ?? 0) + 1);
        else expect(reply.error.code, JSON.stringify(reply.error)).not.toBe('internal_error');
        for (const [rule, query] of Object.entries(violations)) {
          expect(core.store.sqlite.prepare(query).all(), `${rule}, after ${JSON.stringify(action)}`).toEqual([]);
        }
      }
      expect(core.store.sqlite.pragma('foreign_key_check')).toEqual([]);
      await core.close();
    }),
    { numRuns: 30 },
  );
  // The sequences really do each of these, or the test would prove nothing.
  expect([...done.keys()].sort()).toEqual([
    'archive plan',
    'cancel',
    'clone plan',
    'create group',
    'create price',
    'delete group',
    'edit price',
    'move price',
    'rekey price',
    'subscribe',
    'terminate price',
  ]);
});
