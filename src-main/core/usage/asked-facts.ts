import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { clearTold, isAnyTold } from './told-days';

/** What a report told usage apart by: `source`, or `properties.` and a name. */
export interface AskedFact {
  environment_id: string;
  name: string;
}

/** So many facts of an environment are kept, those that were asked for last; and so many known not to be worth it. */
const mostKept = 8;
const mostTooVaried = 100;
/**
 * So many are kept before anybody asks: each takes about a tenth of what the events themselves do. Asked for at this moment,
 * they are the first to give way.
 */
const mostLikely = 3;
const neverAsked = 0;
/** How exactly it is known when one was asked for: that much less is written. */
const asOftenMs = 3_600_000;

const isKnownSql = `
  select 1 from usage_facts where environment_id = ? and name = ? and state <> 'dropped' and asked_at > ?`;

/** Whether it need not be noted again that a fact was asked for. */
export const isNoted = (sqlite: Database.Database, { environment_id, name }: AskedFact, now: number): boolean =>
  prepared(sqlite, isKnownSql).get(environment_id, name, now - asOftenMs) !== undefined;

const noteSql = `
  insert into usage_facts (environment_id, name, asked_at, state) values (?, ?, ?, 'kept')
  on conflict (environment_id, name) do update
    set asked_at = excluded.asked_at, state = iif(state = 'dropped', 'kept', state)`;
const allDaysSql = `
  insert or ignore into usage_fact_waiting (day, meter)
  select t.day, t.meter from usage_day_totals t join meters m on m.number = t.meter where m.environment_id = ?`;
const beyond = (state: string) => `
  select number from usage_facts where environment_id = ? and state = '${state}'
  order by asked_at desc, number desc limit -1 offset ?`;

/** Notes that a fact was asked for, from when on its days are kept; the one not asked for longest gives way. */
export function noteAsked(sqlite: Database.Database, { environment_id, name }: AskedFact, now: number): void {
  const isKnown = prepared(sqlite, isKnownSql).get(environment_id, name, Number.MIN_SAFE_INTEGER) !== undefined;
  if (!isKnown) prepared(sqlite, allDaysSql).run(environment_id);
  prepared(sqlite, noteSql).run(environment_id, name, now);
  prepared(sqlite, `update usage_facts set state = 'dropped' where number in (${beyond('kept')})`).run(
    environment_id,
    mostKept,
  );
  prepared(sqlite, `delete from usage_facts where number in (${beyond('too_varied')})`).run(
    environment_id,
    mostTooVaried,
  );
}

const keptNamesSql = `
  select name from usage_facts where environment_id = ? and state = 'kept' order by asked_at desc, number desc`;

/** The facts of an environment that are kept, those that were asked for last first. */
export const keptNames = (sqlite: Database.Database, environment_id: string): string[] =>
  prepared(sqlite, keptNamesSql).pluck().all(environment_id) as string[];

const keptCountSql = "select count(*) from usage_facts where environment_id = ? and state = 'kept'";

/** How many more facts of an environment may be kept that nobody has asked for. */
export const roomForLikely = (sqlite: Database.Database, environment_id: string): number =>
  Math.max(0, mostLikely - (prepared(sqlite, keptCountSql).pluck().get(environment_id) as number));

/** Notes that a fact will probably be asked for, unless it is known or there are enough already. */
export function noteLikely(sqlite: Database.Database, { environment_id, name }: AskedFact): void {
  const knownSql = 'select 1 from usage_facts where environment_id = ? and name = ?';
  if (roomForLikely(sqlite, environment_id) === 0 || prepared(sqlite, knownSql).get(environment_id, name)) return;
  noteAsked(sqlite, { environment_id, name }, neverAsked);
}

const stalesSql = `
  select number from usage_facts f where environment_id = ? and (state = 'dropped' or (state = 'too_varied'
    and exists (select 1 from usage_fact_values where fact = f.number)))`;

/** Facts that are kept no more, but of which something is left. */
export const staleFacts = (sqlite: Database.Database, environment_id: string): number[] =>
  prepared(sqlite, stalesSql).pluck().all(environment_id) as number[];

/** Clears a meter's days of a fact that is kept no more. */
export function clearDays(sqlite: Database.Database, fact: number, meter: number): void {
  prepared(sqlite, 'delete from usage_fact_days where meter = ? and fact = ?').run(meter, fact);
  if (isAnyTold(sqlite)) clearTold(sqlite, meter);
}

/** Clears the rest of a fact that is kept no more, after its days. */
export function clearFact(sqlite: Database.Database, fact: number): void {
  prepared(sqlite, 'delete from usage_fact_values where fact = ?').run(fact);
  prepared(sqlite, "delete from usage_facts where number = ? and state = 'dropped'").run(fact);
}

/** Keeps a fact no more that has more values than are worth keeping apart. */
export function giveUpFact(sqlite: Database.Database, fact: number): void {
  prepared(sqlite, "update usage_facts set state = 'too_varied' where number = ?").run(fact);
}
