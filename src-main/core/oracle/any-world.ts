/** Random catalogs with usage, as plain descriptions: what is built of them is the matter of `build-world.ts`. */
import type { InputOf } from '@shared/contract';
import { anyTerms } from '@shared/rules/pricing-cases';
import fc from 'fast-check';

export const hour = 3_600_000;
export const day = 24 * hour;
/** Usage covers 20 days. */
export const worldDays = 20;

/** When worlds begin: the clocks of some of the zones change within the 20 days after each. */
const beginnings = ['2026-03-01T00:00:00Z', '2026-03-24T00:00:00Z', '2026-10-18T00:00:00Z'] as const;
const zones = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
] as const;

/** Milliseconds after the beginning of the world. */
export const anyMoment = fc.oneof(
  fc.integer({ min: -2 * 24, max: (worldDays + 2) * 24 }).map((hours) => hours * hour),
  fc.integer({ min: 0, max: worldDays * 1440 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: 0, max: worldDays * day }),
);

/** When prices and subscriptions begin: mostly before the usage, sometimes in the middle of it. */
const beginning = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -40, max: 0 }).map((days) => days * day) },
  { weight: 1, arbitrary: anyMoment },
);

const anyNumber = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }).map(String) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40_000 }).map((thousandths) => (thousandths / 1000).toFixed(3)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '0.000000000000001',
      '12.5',
      '-3',
      '1e2',
      '+7',
      '2.50e-3',
      'many',
      '',
      '0.0000000000000005',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('123456789012345.123456789012345', '99999999999999.999999999999999') },
);

export const anyKind = fc.constantFrom('a', 'b', 'c', undefined);

/** Every aggregation, with and without buckets, groups and filters. */
export const meterKinds = [
  { aggregation: { type: 'COUNT' } },
  { aggregation: { type: 'COUNT' }, filters: [{ key: 'kind', values: ['b'] }] },
  { aggregation: { type: 'SUM', field: 'n' } },
  { aggregation: { type: 'SUM', field: 'n' }, filters: [{ key: 'kind', values: ['a', 'b'] }] },
  { aggregation: { type: 'AVG', field: 'n' } },
  { aggregation: { type: 'MAX', field: 'n' } },
  { aggregation: { type: 'LATEST', field: 'n' } },
  { aggregation: { type: 'COUNT_UNIQUE', field: 'kind' } },
  { aggregation: { type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '2.5' } },
  { aggregation: { type: 'SUM_WITH_MULTIPLIER', field: 'n', multiplier: '0.000000000000001' } },
  { aggregation: { type: 'WEIGHTED_SUM', field: 'n' } },
  { aggregation: { type: 'SUM', field: 'n' }, reset_usage: 'NEVER' },
  { aggregation: { type: 'MAX', field: 'n' }, reset_usage: 'NEVER' },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: 'DAY' } },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: '15MIN' } },
  { aggregation: { type: 'SUM', field: 'n', bucket_size: '6HOUR' } },
  { aggregation: { type: 'SUM', field: 'n', bucket_size: 'MONTH' } },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: 'MONTH' } },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: 'HOUR', group_by: 'kind' } },
  { aggregation: { type: 'MAX', field: 'n', bucket_size: 'WEEK', group_by: 'kind' } },
] satisfies Partial<InputOf<'meter.create'>>[];

const eventFields = {
  at: anyMoment,
  n: fc.option(anyNumber, { nil: undefined }),
  asNumber: fc.boolean(),
  kind: anyKind,
};

const eventName = fc.integer({ min: 0, max: 3 });
const eventCustomer = fc.integer({ min: 0, max: 4 });
const anyEvent = fc.record({
  name: eventName,
  customer: eventCustomer,
  ...eventFields,
});

const currency = fc.constantFrom('usd', 'usd', 'usd', 'jpy', 'kwd');
const period = fc.constantFrom('MONTHLY', 'MONTHLY', 'MONTHLY', 'WEEKLY');

const anyPrice = fc.record({
  plan: fc.integer({ min: 0, max: 1 }),
  meter: fc.integer({ min: 0, max: 4 }),
  group: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
  terms: anyTerms,
  currency,
  period,
  start: beginning,
  version: fc.option(fc.record({ terms: anyTerms, after: fc.integer({ min: 1, max: 400 }) }), { nil: null, freq: 2 }),
  /** When it is ended, before or after the events that come after the catalog. */
  ends: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ after: fc.integer({ min: 0, max: 900 }), isEarly: fc.boolean() }) },
  ),
});

const subscriptionFields = {
  plan: fc.integer({ min: 0, max: 1 }),
  currency,
  period,
  start: beginning,
  lasts: fc.option(fc.integer({ min: 1, max: 500 }), { nil: null, freq: 2 }),
  cancelledAfter: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null, freq: 2 }),
};

const anySubscription = fc.record({ customer: fc.integer({ min: 0, max: 3 }), ...subscriptionFields });

/** A customer that is archived, and mostly another one that has its external id then, on plans of its own. */
const anySuccession = fc.record({
  /** The subscription whose customer that is, by its place among those that charge for anything. */
  of: fc.integer({ min: 0, max: 7 }),
  /** Before the events that come after the catalog. */
  isEarly: fc.boolean(),
  /** When what the customer is still subscribed to is cancelled. */
  ends: anyMoment,
  next: fc.option(
    fc.record({
      timezone: fc.constantFrom('', ...zones),
      subscriptions: fc.array(
        // Few of two plans at random would charge for the same usage.
        fc.record({ ...subscriptionFields, isSamePlan: fc.constantFrom(true, true, false) }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    { nil: null, freq: 2 },
  ),
});

/** What is committed to on a line item, each named by its place. */
const anyCommitment = fc.record({
  /** From the end where it is negative: there are those of customers that came later. */
  subscription: fc.integer({ min: -2, max: 2 }),
  line: fc.integer({ min: 0, max: 3 }),
  type: fc.constantFrom('amount' as const, 'quantity' as const),
  value: fc.constantFrom('0.01', '5', '37.5', '400', '1000000'),
  overage_factor: fc.constantFrom(null, '1', '1.5', '2.000000000000001'),
  enable_true_up: fc.boolean(),
  is_window_commitment: fc.boolean(),
});

type CommitmentOfWorld = typeof anyCommitment extends fc.Arbitrary<infer T> ? T : never;

/** Without the bias to small values, which leaves most worlds empty. */
export const anyWorld = fc.noBias(
  fc.record({
    begins: fc.constantFrom(...beginnings).map(Date.parse),
    zone: fc.constantFrom(...zones),
    customerZones: fc.array(fc.constantFrom('', '', ...zones), { minLength: 4, maxLength: 4 }),
    meters: fc.array(
      fc.record({ kind: fc.integer({ min: 0, max: meterKinds.length - 1 }), name: fc.integer({ min: 0, max: 3 }) }),
      { minLength: 5, maxLength: 5 },
    ),
    prices: fc.array(anyPrice, { minLength: 4, maxLength: 9 }),
    subscriptions: fc.array(anySubscription, { minLength: 3, maxLength: 8 }),
    successions: fc.array(anySuccession, { maxLength: 2 }),
    events: fc.array(anyEvent, { minLength: 40, maxLength: 160 }),
    /** Events that come before the catalog and those that come after it take different roads into the roll-ups. */
    early: fc.integer({ min: 0, max: 160 }),
    /** Events sent once more with other content, which replaces what they said first. */
    corrections: fc.array(
      fc.record({
        event: fc.integer({ min: 0, max: 39 }),
        name: fc.option(eventName, { nil: null, freq: 2 }),
        customer: fc.option(eventCustomer, { nil: null, freq: 2 }),
        ...eventFields,
      }),
      { maxLength: 12 },
    ),
    /** Events that are deleted at last; those that are sent again then are new ones. */
    deletions: fc.array(fc.record({ event: fc.integer({ min: 0, max: 39 }), isSentAgain: fc.boolean() }), {
      maxLength: 4,
    }),
    /** Features that are archived with their meters, before or after the events that come after the catalog. */
    archivedFeatures: fc.array(fc.record({ feature: fc.integer({ min: 0, max: 4 }), isEarly: fc.boolean() }), {
      maxLength: 1,
    }),
    deletedGroup: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null, freq: 2 }),
    commitments: fc.constant<CommitmentOfWorld[]>([]),
  }),
);
export type World = typeof anyWorld extends fc.Arbitrary<infer T> ? T : never;

const firstBucketed = meterKinds.findIndex(({ aggregation }) => 'bucket_size' in aggregation);

/** Worlds of which every other one has commitments, and every third of these bucketed meters alone. */
export const anyCommittedWorld: fc.Arbitrary<World> = fc.noBias(
  fc
    .tuple(
      anyWorld,
      fc.oneof(fc.constant<CommitmentOfWorld[]>([]), fc.array(anyCommitment, { minLength: 1, maxLength: 4 })),
      fc.constantFrom(true, false, false),
    )
    .map(([world, commitments, isBucketed]) => ({
      ...world,
      commitments,
      meters: isBucketed && commitments.length > 0 ? world.meters.map(bucketed) : world.meters,
    })),
);

/** Worlds of bucketed meters alone, whose line items have commitments to every window. */
export const anyWindowedWorld: fc.Arbitrary<World> = fc.noBias(
  fc.tuple(anyWorld, fc.array(anyCommitment, { minLength: 4, maxLength: 8 })).map(([world, commitments]) => ({
    ...world,
    commitments: commitments.map((commitment) => ({ ...commitment, is_window_commitment: true })),
    meters: world.meters.map(bucketed),
  })),
);

const bucketed = ({ kind, name }: World['meters'][number]) => ({
  kind: firstBucketed + (kind % (meterKinds.length - firstBucketed)),
  name,
});

/** A range of a world, in milliseconds after its beginning: whole days of UTC, or anything. */
export const anyRange = fc.oneof(
  fc
    .tuple(fc.integer({ min: -1, max: 10 }), fc.integer({ min: 5, max: 20 }))
    .map(([from, days]) => ({ from: from * day, to: (from + days) * day })),
  fc.tuple(anyMoment, anyMoment).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 60_000 })),
);
