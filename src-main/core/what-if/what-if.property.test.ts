import type { InputOf, OutputOf } from '@shared/contract';
import { sumDecimals } from '@shared/decimal';
import type { Report } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import { anyTerms } from '@shared/rules/pricing-cases';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyWorld, type BuiltWorld, buildWorld, type World, worldStart } from './what-if-world';

const day = 86_400_000;
type Rows = Record<string, { usage: string; cost: string; events: number }>;

/** A report by currency, group and feature. */
const rowsOfReport = (report: Report): Rows =>
  Object.fromEntries(
    report.groups.flatMap((group) =>
      group.rows.map((row) => [
        `${group.currency} / ${group.group_id} / ${row.meter_id}`,
        { usage: row.total_usage, cost: row.total_cost, events: row.event_count },
      ]),
    ),
  );

/** One side of a comparison in the same form. */
const rowsOfSide = (answer: OutputOf<'whatIf.compare'>, side: 'now' | 'then'): Rows =>
  Object.fromEntries(
    answer.groups.flatMap((group) =>
      group.rows
        .filter((row) => row[`events_${side}`] > 0)
        .map((row) => [
          `${group.currency} / ${group.group_id} / ${row.meter_id}`,
          { usage: row[`usage_${side}`], cost: row[`cost_${side}`], events: row[`events_${side}`] },
        ]),
    ),
  );

type Summed = Pick<OutputOf<'whatIf.compare'>['prices'][number], 'currency' | 'cost_now' | 'cost_then' | 'difference'>;

/** What is told several times over agrees with itself. */
async function expectConsistent(built: BuiltWorld, input: InputOf<'whatIf.compare'>, isEveryPriceTouched: boolean) {
  const { call } = built.core;
  const answer = await call('whatIf.compare', input);
  const customers = await call('whatIf.customers', input);
  for (const total of answer.totals) {
    for (const field of ['cost_now', 'cost_then', 'difference'] as const) {
      const sum = (rows: readonly Summed[]) =>
        sumDecimals(rows.filter(({ currency }) => currency === total.currency).map((row) => row[field]));
      expect(sum(answer.groups)).toBe(total[field]);
      expect(sum(answer.prices)).toBe(total[field]);
      // Customers whom nothing touches are not listed, but nothing is different for them.
      if (isEveryPriceTouched || field === 'difference') expect(sum(customers.items)).toBe(total[field]);
    }
  }
}

const anyRange = fc
  .oneof(
    fc.tuple(fc.integer({ min: 0, max: 10 * 24 }), fc.integer({ min: 1, max: 12 * 24 })),
    fc
      .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 12 }))
      .map((days) => days.map((one) => one * 24)),
  )
  .map(([from = 0, hours = 1]) => ({
    start_time: toInstant(worldStart + from * 3_600_000),
    end_time: toInstant(worldStart + (from + hours) * 3_600_000),
  }));

/** Worlds in which prices are what they always were, so that moving later is the same as having been there. */
const steadyPrices = (world: World): World => ({
  ...world,
  prices: world.prices.map((price) => ({ ...price, start: worldStart - 20 * day, version: null })),
});

async function check(
  arbitrary: fc.Arbitrary<World>,
  run: (built: BuiltWorld, range: { start_time: string; end_time: string }, pick: number) => Promise<void>,
) {
  await fc.assert(
    fc.asyncProperty(arbitrary, anyRange, fc.nat(), async (world, range, pick) => {
      const built = await buildWorld(world);
      try {
        await run(built, range, pick);
      } finally {
        await built.core.close();
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
}

/** Everything the store holds, table by table. */
function contentOf({ core: { store } }: BuiltWorld): string {
  const tables = store.sqlite.prepare("select name from sqlite_schema where type = 'table'").pluck().all() as string[];
  return JSON.stringify(tables.map((table) => [table, store.sqlite.prepare(`select * from "${table}"`).all()]));
}

test('with the same terms both sides are the report, and nothing is written', { timeout: 60_000 }, async () => {
  await check(anyWorld, async (built, range) => {
    const { call } = built.core;
    const { items } = await call('price.search', { limit: -1, allow_expired_prices: true });
    const report = rowsOfReport(await call('report.usageByGroup', range));
    const before = contentOf(built);
    const same = items.map(({ id }) => ({ kind: 'edit_price' as const, update: { id }, all_versions: false }));
    for (const changes of [[], same.slice(0, 2), same]) {
      const input = { ...range, changes, scope: 'whole_bills' as const };
      const answer = await call('whatIf.compare', input);
      expect(rowsOfSide(answer, 'now')).toEqual(report);
      expect(rowsOfSide(answer, 'then')).toEqual(report);
      expect(answer.totals.every(({ difference }) => difference === '0')).toBe(true);
      await expectConsistent(built, input, changes === same);
    }
    expect(contentOf(built)).toBe(before);
  });
});

test('an edited price is what saving it from the start of the range reports', { timeout: 60_000 }, async () => {
  await check(anyWorld, async (built, range, pick) => {
    const { call } = built.core;
    const { items } = await call('price.search', { limit: -1, allow_expired_prices: true });
    const open = items.filter(({ start_date, end_date }) => !end_date && (start_date ?? '') <= range.start_time);
    const price = open[pick % open.length];
    if (!price) return;
    const [terms] = fc.sample(anyTerms, { numRuns: 1, seed: pick });
    const update = { id: price.id, ...writable(terms), group_id: built.groups[pick % 3] ?? '' };
    const changes = [{ kind: 'edit_price' as const, update, all_versions: false }];
    const reply = await built.core.app.call('whatIf.compare', { ...range, changes }, built.core);
    const saved = await built.core.app.call(
      'price.update',
      { ...update, effective_from: range.start_time },
      built.core,
    );
    expect(saved.ok).toBe(reply.ok);
    if (!reply.ok) return;
    const answer = reply.data as OutputOf<'whatIf.compare'>;
    expect(rowsOfSide(answer, 'then')).toEqual(rowsOfReport(await call('report.usageByGroup', range)));
    expect(answer.groups.every((group) => group.rows.length > 0)).toBe(true);
  });
});

const writable = (terms: ReturnType<typeof sampleTerms>) => ({
  ...terms,
  tiers: terms?.tiers?.map((tier) => ({ ...tier })) ?? null,
});
const sampleTerms = () => fc.sample(anyTerms, 1)[0];

/**
 * What changes would cost is what they cost once they are made from the start of the range, unless they cannot be made.
 */
async function expectAsMade(built: BuiltWorld, input: InputOf<'whatIf.compare'>) {
  const { call, app, clock, environment_id } = built.core;
  // Prices that are still to begin are not what a plan costs today.
  clock.set('2027-01-01T00:00:00Z');
  const answer = await call('whatIf.compare', input);
  const { changes = [], start_time, end_time } = input;
  const made = await app.call('whatIf.make', { changes, effective_from: start_time }, { environment_id });
  if (!made.ok) return;
  const report = await call('report.usageByGroup', { start_time, end_time });
  expect(rowsOfSide(answer, 'then')).toEqual(rowsOfReport(report));
}

test('another plan is what moving to it costs', { timeout: 60_000 }, async () => {
  await check(anyWorld.map(steadyPrices), async (built, range, pick) => {
    const [from = '', to = ''] = pick % 2 ? built.plans : built.plans.toReversed();
    const customer_ids = pick % 3 === 0 ? built.customers.slice(0, 2) : [];
    const changes = [{ kind: 'swap_plan' as const, from_plan_id: from, to_plan_id: to, customer_ids }];
    const input = { ...range, changes, scope: 'whole_bills' as const };
    await expectConsistent(built, input, false);
    await expectAsMade(built, input);
  });
});

test('a draft is what the price would have charged', { timeout: 60_000 }, async () => {
  await check(anyWorld.map(steadyPrices), async (built, range, pick) => {
    const { call } = built.core;
    const { items: features } = await call('feature.search', { limit: 100 });
    const price: InputOf<'price.create'> = {
      ...writable(fc.sample(anyTerms, { numRuns: 1, seed: pick })[0]),
      entity_type: 'PLAN',
      entity_id: built.plans[pick % 2] ?? '',
      type: 'USAGE',
      billing_model: 'FLAT_FEE',
      amount: '1.25',
      meter_id: features[pick % features.length]?.meter_id ?? null,
      group_id: built.groups[0] ?? null,
      currency: 'USD',
      billing_period: 'MONTHLY',
      invoice_cadence: 'ARREAR',
      start_date: '2026-01-01T00:00:00Z',
    };
    await expectAsMade(built, { ...range, changes: [{ kind: 'draft_price', price }] });
  });
});

test('everyone on a plan is what putting everyone on it costs', { timeout: 60_000 }, async () => {
  await check(anyWorld.map(steadyPrices), async (built, range, pick) => {
    const terms = pick % 3 === 0 ? { currency: 'usd', billing_period: 'MONTHLY' } : {};
    const changes = [{ kind: 'everyone_on_plan' as const, plan_id: built.plans[pick % 2] ?? '', ...terms }];
    const input = { ...range, changes, scope: 'everything' as const };
    await expectConsistent(built, input, true);
    await expectAsMade(built, input);
  });
});
