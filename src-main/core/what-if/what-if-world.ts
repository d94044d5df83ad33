/** Random catalogs with usage for the tests of reports, built through the calls that everyone makes. */
import type { InputOf } from '@shared/contract';
import { toInstant } from '@shared/instant';
import { anyTerms } from '@shared/rules/pricing-cases';
import fc from 'fast-check';
import { type TestCore, testCore } from '../test-core';

export const worldStart = Date.parse('2026-03-01T00:00:00Z');
const day = 86_400_000;
/** Usage covers 20 days, clock changes of several zones among them. */
const worldDays = 20;

const zones = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'] as const;

const moment = fc.oneof(
  fc.integer({ min: -2 * 24, max: (worldDays + 2) * 24 }).map((hours) => worldStart + hours * 3_600_000),
  fc.integer({ min: 0, max: worldDays * 1440 }).map((minutes) => worldStart + minutes * 60_000),
);

/** When prices and subscriptions begin: mostly before the usage, sometimes in the middle of it. */
const beginning = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -10, max: 0 }).map((days) => worldStart + days * day) },
  { weight: 1, arbitrary: moment },
);

const number = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map(String),
  fc.integer({ min: 0, max: 40_000 }).map((thousandths) => (thousandths / 1000).toFixed(3)),
  fc.constantFrom('0.000000000000001', '12.5', '-3', '1e2', 'many', ''),
);

const meterKinds = [
  { aggregation: { type: 'COUNT' } },
  { aggregation: { type: 'SUM', field: 'n' } },
  { aggregation: { type: 'SUM', field: 'n' }, filters: [{ key: 'kind', values: ['a', 'b'] }] },
  { aggregation: { type: 'AVG', field: 'n' } },
  { aggregation: { type: 'MAX', field: 'n' } },
  { aggregation: { type: 'LATEST', field: 'n' } },
  { aggregation: { type: 'COUNT_UNIQUE', field: 'kind' } },
  { aggregation: { type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '2.5' } },
  { aggregation: { type: 'WEIGHTED_SUM', field: 'n' } },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: 'DAY' } },
  { aggregation: { type: 'SUM', field: 'n', bucket_size: '6HOUR' } },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: 'WEEK', group_by: 'kind' } },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: 'MONTH' } },
] satisfies Partial<InputOf<'meter.create'>>[];

const meterKindAt = (kind: number): Omit<InputOf<'meter.create'>, 'event_name'> =>
  meterKinds[kind] ?? { aggregation: { type: 'COUNT' } };

const event = fc.record({
  name: fc.integer({ min: 0, max: 3 }),
  customer: fc.integer({ min: 0, max: 4 }),
  at: moment,
  n: fc.option(number, { nil: undefined }),
  asNumber: fc.boolean(),
  kind: fc.constantFrom('a', 'b', 'c', undefined),
});

const price = fc.record({
  plan: fc.integer({ min: 0, max: 1 }),
  meter: fc.integer({ min: 0, max: 4 }),
  group: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
  terms: anyTerms,
  currency: fc.constantFrom('usd', 'usd', 'usd', 'jpy'),
  period: fc.constantFrom('MONTHLY', 'MONTHLY', 'MONTHLY', 'WEEKLY'),
  start: beginning,
  version: fc.option(fc.record({ amount: fc.integer({ min: 0, max: 900 }), after: fc.integer({ min: 1, max: 200 }) }), {
    nil: null,
  }),
});

const subscription = fc.record({
  plan: fc.integer({ min: 0, max: 1 }),
  customer: fc.integer({ min: 0, max: 4 }),
  currency: fc.constantFrom('usd', 'usd', 'usd', 'jpy'),
  period: fc.constantFrom('MONTHLY', 'MONTHLY', 'MONTHLY', 'WEEKLY'),
  start: beginning,
  lasts: fc.option(fc.integer({ min: 1, max: 500 }), { nil: null, freq: 2 }),
  cancelledAfter: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null, freq: 2 }),
});

/** Without the bias to small values, which leaves most worlds empty. */
export const anyWorld = fc.noBias(
  fc.record({
    zone: fc.constantFrom(...zones),
    customerZones: fc.array(fc.constantFrom('', ...zones), { minLength: 4, maxLength: 4 }),
    meters: fc.array(
      fc.record({ kind: fc.integer({ min: 0, max: meterKinds.length - 1 }), name: fc.integer({ min: 0, max: 3 }) }),
      { minLength: 5, maxLength: 5 },
    ),
    prices: fc.array(price, { minLength: 4, maxLength: 9 }),
    subscriptions: fc.array(subscription, { minLength: 3, maxLength: 8 }),
    events: fc.array(event, { minLength: 40, maxLength: 160 }),
    /** Events that come before the catalog and those that come after it take different roads into the roll-ups. */
    early: fc.integer({ min: 0, max: 160 }),
  }),
);
export type World = typeof anyWorld extends fc.Arbitrary<infer T> ? T : never;

export interface BuiltWorld {
  core: TestCore;
  zone: string;
  customers: string[];
  plans: string[];
  groups: string[];
  features: string[];
  subscriptions: string[];
  events: InputOf<'event.ingest'>[];
}

const customerName = (index: number) => `customer-${index}`;

/** Builds a world. Rules that refuse a part of it (an end before a start, say) leave that part out. */
export async function buildWorld(world: World): Promise<BuiltWorld> {
  const core = testCore({ start: '2026-02-01T00:00:00Z' });
  const { call, environment_id } = core;
  const attempt = async (
    name: 'price.create' | 'price.update' | 'subscription.create' | 'subscription.cancel',
    input: unknown,
  ) => {
    const reply = await core.app.call(name, input, { environment_id });
    return reply.ok ? (reply.data as { id: string }).id : null;
  };
  await call('environment.update', { id: environment_id, timezone: world.zone });
  const events = world.events.map(toEvent);
  await ingest(core, events.slice(0, world.early));

  const features: { id: string; meter_id: string }[] = [];
  for (const [index, { kind, name }] of world.meters.entries()) {
    const meter = { event_name: `event-${name}`, ...meterKindAt(kind) };
    const units = index % 2 === 0 ? 'unit' : 'piece';
    const created = {
      name: `Feature ${index}`,
      type: 'metered' as const,
      unit_singular: units,
      unit_plural: `${units}s`,
      meter,
    };
    features.push(await call('feature.create', created));
  }
  const groups: string[] = [];
  for (const name of ['Compute', 'Data', 'People']) {
    groups.push((await call('group.create', { name, lookup_key: name, entity_type: 'price' })).id);
  }
  const plans: string[] = [];
  for (const name of ['Small', 'Large']) plans.push((await call('plan.create', { name })).id);
  const customers: string[] = [];
  for (const [index, timezone] of world.customerZones.entries()) {
    const external_id = customerName(index);
    customers.push((await call('customer.create', { external_id, name: external_id, timezone })).id);
  }

  const subscriptions: string[] = [];
  const createSubscriptions = async (list: World['subscriptions']) => {
    for (const { plan, customer, currency, period, start, lasts, cancelledAfter } of list) {
      const id = await attempt('subscription.create', {
        plan_id: plans[plan],
        external_customer_id: customerName(customer),
        currency,
        billing_period: period,
        start_date: toInstant(start),
        end_date: lasts === null ? null : toInstant(start + lasts * 3_600_000),
      });
      if (!id) continue;
      subscriptions.push(id);
      if (cancelledAfter === null) continue;
      await attempt('subscription.cancel', { id, cancelled_at: toInstant(start + cancelledAfter * 3_600_000) });
    }
  };
  const half = Math.ceil(world.prices.length / 2);
  const createPrices = async (list: World['prices']) => {
    for (const { plan, meter, group, terms, currency, period, start, version } of list) {
      const id = await attempt('price.create', {
        ...terms,
        entity_type: 'PLAN',
        entity_id: plans[plan],
        type: 'USAGE',
        meter_id: features[meter]?.meter_id,
        group_id: group === null ? null : groups[group],
        currency,
        billing_period: period,
        invoice_cadence: 'ARREAR',
        start_date: toInstant(start),
      });
      if (!id || !version) continue;
      const effective_from = toInstant(start + version.after * 3_600_000);
      await attempt('price.update', { id, amount: String(version.amount), billing_model: 'FLAT_FEE', effective_from });
    }
  };
  await createPrices(world.prices.slice(0, half));
  await createSubscriptions(world.subscriptions);
  // Prices that come after the subscriptions reach them too.
  await createPrices(world.prices.slice(half));
  await ingest(core, events.slice(world.early));
  const ids = features.map((feature) => feature.id);
  return { core, zone: world.zone, customers, plans, groups, features: ids, subscriptions, events };
}

function toEvent({ name, customer, at, n, asNumber, kind }: World['events'][number], index: number) {
  const isPlain = n !== undefined && /^\d+(\.5)?$/.test(n);
  const value = asNumber && isPlain ? Number(n) : n;
  return {
    event_id: `event-${String(index).padStart(3, '0')}`,
    event_name: `event-${name}`,
    external_customer_id: customerName(customer),
    timestamp: toInstant(at),
    source: index % 3 === 0 ? 'api' : 'sdk',
    properties: { ...(value !== undefined && { n: value }), ...(kind !== undefined && { kind }) },
  };
}

async function ingest({ call }: TestCore, events: InputOf<'event.ingest'>[]) {
  if (events.length > 0) await call('event.ingestBulk', { events });
}
