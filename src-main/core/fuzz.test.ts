import { createHash } from 'node:crypto';
import { contract } from '@shared/contract';
import type { Reply } from '@shared/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepMark, type FuzzCall, fuzzCalls } from './fuzz-inputs';
import { type TestCore, testCore } from './test-core';
import { recountUsage } from './usage/recount-usage';

/** `FUZZ_CALLS=50000 FUZZ_SEED=7 npx vitest run src-main/core/fuzz.test.ts` looks further; by default every run is the same. */
const calls = Number(process.env.FUZZ_CALLS ?? 1200);
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** A call that takes longer than this hangs, however busy the machine. */
const longestMs = 20_000;

const catalogTables = ['groups', 'plans', 'meters', 'features', 'prices', 'customers', 'subscriptions', 'line_items'];

/** Everything an environment holds, so that two moments can be compared. */
function fingerprint({ store: { sqlite } }: TestCore, environment_id: string): string {
  const hash = createHash('sha256');
  for (const table of [...catalogTables, 'changes', 'event_names', 'event_customers', 'event_sources']) {
    for (const row of sqlite
      .prepare(`select * from ${table} where environment_id = ? order by 1`)
      .raw()
      .iterate(environment_id)) {
      hash.update(JSON.stringify(row));
    }
  }
  const number = sqlite.prepare('select number, timezone from environments where id = ?').raw().get(environment_id) as [
    number,
  ];
  const events =
    'select count(*), sum(timestamp), sum(length(properties)), max(ingested_at) from events where environment = ?';
  hash.update(JSON.stringify([number, sqlite.prepare(events).raw().get(number[0])]));
  for (const table of ['usage_days', 'usage_day_totals']) {
    const sums = `select count(*), sum(day), sum(event_count), total(units) from ${table}
      where meter in (select number from meters where environment_id = ?)`;
    hash.update(JSON.stringify(sqlite.prepare(sums).raw().get(environment_id)));
  }
  const priceDays = `select count(*), sum(day), sum(event_count), total(units) from usage_price_days
    where price in (select number from prices where environment_id = ?)`;
  hash.update(JSON.stringify(sqlite.prepare(priceDays).raw().get(environment_id)));
  return hash.digest('hex');
}

/** Rows that break a rule; none may exist after any call. */
const windows = 'select line_item, price, meter, customer, start, end from';
const violations: Record<string, string> = {
  'a line item that is kept to charge otherwise than it does': `
    select line_item from (${windows} charge_windows except ${windows} charge_windows_now)
    union all select line_item from (${windows} charge_windows_now except ${windows} charge_windows)`,
  'a price in a group that is missing, archived or of another environment': `
    select p.id from prices p left join groups g on g.id = p.group_id and g.environment_id = p.environment_id
    where p.group_id is not null and coalesce(g.status, '') <> 'published'`,
  'a price whose plan or meter is of another environment': `
    select p.id from prices p join plans o on o.id = p.entity_id left join meters m on m.id = p.meter_id
    where o.environment_id <> p.environment_id or m.environment_id <> p.environment_id`,
  'a feature whose meter is of another environment': `
    select f.id from features f join meters m on m.id = f.meter_id where m.environment_id <> f.environment_id`,
  'a subscription whose customer or plan is of another environment': `
    select s.id from subscriptions s join customers c on c.id = s.customer_id join plans p on p.id = s.plan_id
    where c.environment_id <> s.environment_id or p.environment_id <> s.environment_id`,
  'a line item whose price or subscription is of another environment': `
    select i.id from line_items i join prices p on p.id = i.price_id join subscriptions s on s.id = i.subscription_id
    where p.environment_id <> i.environment_id or s.environment_id <> i.environment_id`,
  'a moment that is not of the one form that sorts by time': `
    select start_date from prices where length(start_date) <> 24 or length(coalesce(end_date, start_date)) <> 24
    union all select start_date from line_items where length(start_date) <> 24 or length(coalesce(end_date, start_date)) <> 24`,
};

const deepList = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;

/** Puts ids of rows in place of `@plans#7` and `@other plans#7`. */
function withIds(value: unknown, idOf: (table: string, other: boolean, row: number) => string): unknown {
  if (value === deepMark) return deepList;
  if (typeof value === 'string') {
    const match = /^@(other )?(\w+)#(\d+)$/.exec(value);
    return match ? idOf(match[2] ?? '', Boolean(match[1]), Number(match[3])) : value;
  }
  if (Array.isArray(value)) return value.map((item) => withIds(item, idOf));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withIds(item, idOf)]));
}

const idSources: Record<string, string> = {
  external_ids: 'select external_id from event_customers where environment_id = ? limit 1 offset ?',
  events: `select event_id from events where environment = (select number from environments where id = ?) limit 1 offset ?`,
};

function idFinder({ store: { sqlite } }: TestCore, environment_id: string, otherId: string) {
  return (table: string, other: boolean, row: number): string => {
    const where = other ? otherId : environment_id;
    // An environment may be edited from another one.
    if (table === 'environments') return environment_id;
    if (!catalogTables.includes(table) && !idSources[table]) return 'nothing';
    const sql = idSources[table] ?? `select id from ${table} where environment_id = ? order by number limit 1 offset ?`;
    const count = catalogTables.includes(table)
      ? (sqlite.prepare(`select count(*) from ${table} where environment_id = ?`).pluck().get(where) as number)
      : 10;
    return String(
      sqlite
        .prepare(sql)
        .pluck()
        .get(where, row % Math.max(count, 1)) ?? 'nothing',
    );
  };
}

/** A call must answer, whatever happens: a rejection would leave its caller waiting. */
const threw = (error: unknown): Reply => ({ ok: false, error: { code: 'internal_error', message: String(error) } });

const shown = (call: FuzzCall) => {
  const text = JSON.stringify(call, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value));
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
};

test(
  'no input makes a call break, hang, answer beside its contract, or change what it must not',
  async () => {
    const core = testCore({ start: '2026-04-01T00:00:00.000Z' });
    const { sqlite } = core.store;
    const { environment_id } = core;
    const { items } = await core.call('environment.list', {});
    const otherId = items[1]?.id ?? '';
    await core.call('sample.load', {});
    await core.app.call('sample.load', {}, { environment_id: otherId });
    const idOf = idFinder(core, environment_id, otherId);
    const others = fingerprint(core, otherId);
    let before = fingerprint(core, environment_id);
    const totalChanges = sqlite.prepare('select total_changes()').pluck();
    const answered = new Set<string>();
    const problems: string[] = [];

    let at = 0;
    for (const drawn of fc.sample(fuzzCalls(), { numRuns: calls, seed })) {
      at += 1;
      const call = { name: drawn.name, input: withIds(drawn.input, idOf) };
      const problem = (what: string) => problems.push(`${what} (seed ${seed}, call ${at}): ${shown(drawn)}`);
      core.clock.advance(60_000);
      const changes = totalChanges.get();
      const start = performance.now();
      const reply = await core.app.call(call.name, call.input, { environment_id }).catch(threw);
      const took = performance.now() - start;
      if (took > longestMs) problem(`took ${Math.round(took)} ms`);
      const { kind, output } = contract[call.name];
      if (reply.ok) {
        answered.add(call.name);
        const parsed = output.safeParse(reply.data);
        if (!parsed.success) problem(`answers beside its contract: ${parsed.error.message.slice(0, 300)}`);
        else {
          try {
            expect(parsed.data).toEqual(reply.data);
          } catch {
            problem('answers other keys than its contract');
          }
        }
      } else if (reply.error.code === 'internal_error') problem(`breaks: ${core.errors.at(-1) ?? reply.error.message}`);
      if (!reply.ok || kind === 'query') {
        if (totalChanges.get() !== changes && fingerprint(core, environment_id) !== before)
          problem('changes data although it must not');
      } else {
        for (const [rule, query] of Object.entries(violations)) {
          if (sqlite.prepare(query).all().length > 0) problem(`leaves ${rule}`);
        }
        before = fingerprint(core, environment_id);
      }
      if (at % 500 === 0) {
        const wrong = recountUsage(sqlite, environment_id);
        if (wrong.length > 0) problem(`leaves usage that differs from its recount: ${JSON.stringify(wrong[0])}`);
      }
      if (problems.length > 20) break;
    }
    console.info(`fuzz: ${at} calls, seed ${seed}, ${answered.size} of ${Object.keys(contract).length} answered`);
    expect(problems).toEqual([]);
    // Most calls must get through, or the test would prove nothing.
    expect(answered.size).toBeGreaterThan(40);
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(recountUsage(sqlite, environment_id)).toEqual([]);
    expect(fingerprint(core, otherId)).toBe(others);
    await core.close();
  },
  Math.max(60_000, calls * 40),
);
