import { usageMeters } from '../analytics/usage-catalog';
import type { Deps } from '../deps';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { type AskedFact, clearDays, clearFact, isNoted, noteAsked, staleFacts } from '../usage/asked-facts';
import type { KeptFact } from '../usage/fact-days';
import { clearTold, isAnyTold, isToldSql } from '../usage/told-days';
import { type Chore, looksAtOnce } from './chore';
import { type DayToKeep, dayKeeping } from './keep-fact-days';
import { isSum } from './ledger';

/** So many days are looked at at once, so that a look is short at any size. */
const daysPerLook = 500;

/** Keeps usage by the facts that reports ask for, the newest days first. */
export interface FactsAhead extends Chore {
  asked(fact: AskedFact): void;
}

/** One step of work, and the environment it is about. */
interface Step {
  environment_id: string;
  /** True once it is done. */
  run(): boolean;
}

export function factsAhead({ store, now }: Pick<Deps, 'store' | 'now'>): FactsAhead {
  const asked = new Map<string, AskedFact>();
  let steps: Iterator<Step, undefined> | null = null;
  let step: Step | null | undefined;

  function next(): Step | null {
    if (step !== undefined) return step;
    steps ??= stepsOf(store);
    const { value, done } = steps.next();
    step = done ? null : value;
    return step;
  }

  function forget() {
    steps = null;
    step = undefined;
  }

  return {
    asked(fact) {
      if (!isNoted(store.sqlite, fact, now())) asked.set(`${fact.environment_id} ${fact.name}`, fact);
    },
    forget,
    look: looksAtOnce,
    next() {
      const [first] = asked.values();
      return (first ?? next())?.environment_id ?? null;
    },
    step() {
      if (asked.size > 0) {
        for (const fact of asked.values()) noteAsked(store.sqlite, fact, now());
        asked.clear();
        forget();
      } else if (next()?.run()) step = undefined;
    },
  };
}

function* stepsOf(store: Store): Generator<Step, undefined> {
  const environments = prepared(store.sqlite, 'select distinct environment_id from usage_facts').pluck().all();
  for (const environment_id of environments as string[]) {
    yield* clearing(store, environment_id);
    const { keep } = dayKeeping(store);
    let isAnyKept = false;
    for (const unit of daysToKeep(store, environment_id)) {
      yield { environment_id, run: () => keep(unit) };
      isAnyKept = true;
    }
    if (isAnyKept) yield* clearingForgotten(store, environment_id);
    // What was given up on the way.
    yield* clearing(store, environment_id);
  }
  return undefined;
}

/** What is left of facts that are kept no more goes away meter by meter. */
function* clearing(store: Store, environment_id: string): Generator<Step> {
  const { sqlite } = store;
  const done = (run: () => void): Step => ({
    environment_id,
    run() {
      run();
      return true;
    },
  });
  for (const fact of staleFacts(sqlite, environment_id)) {
    for (const { number } of usageMeters(store, environment_id).values())
      yield done(() => clearDays(sqlite, fact, number));
    yield done(() => clearFact(sqlite, fact));
  }
}

/** What was told of days that have been kept anew since goes away meter by meter. */
function* clearingForgotten(store: Store, environment_id: string): Generator<Step> {
  const { sqlite } = store;
  if (!isAnyTold(sqlite)) return;
  for (const { number } of usageMeters(store, environment_id).values()) {
    yield {
      environment_id,
      run() {
        clearTold(sqlite, number);
        return true;
      },
    };
  }
}

const factsSql = `
  select number, environment_id, name from usage_facts where environment_id = ? and state = 'kept'`;
const waitingSql = `
  select w.day, w.meter, exists (select 1 from usage_day_totals t where t.meter = w.meter and t.day = w.day) as is_used
  from usage_fact_waiting w where w.meter in (select number from meters where environment_id = ?)
  order by w.day desc limit ?`;
const keptSql = `
  select fact from usage_fact_days where meter = @meter and day = @day
  union select f.number from usage_told_days d join usage_facts f on ${isToldSql('d.facts', 'f.number')}
  where d.meter = @meter and d.day = @day`;

/** The days of an environment that wait to be kept, the newest first. Each is done with before the next is asked for. */
function* daysToKeep(store: Store, environment_id: string): Generator<DayToKeep> {
  const { sqlite } = store;
  const meters = new Map([...usageMeters(store, environment_id).values()].map((meter) => [meter.number, meter]));
  for (;;) {
    const facts = prepared(sqlite, factsSql).all(environment_id) as KeptFact[];
    const rows = prepared(sqlite, waitingSql).all(environment_id, daysPerLook) as WaitingRow[];
    if (rows.length === 0) return;
    const eventName = ({ meter }: WaitingRow) => meters.get(meter)?.event_number ?? -1;
    for (const together of Map.groupBy(rows, (row) => `${row.day}/${eventName(row)}`).values()) {
      const [first] = together;
      if (!first) continue;
      const wanted = together.flatMap(({ meter: number, day, is_used }) => {
        const meter = meters.get(number);
        if (!meter || is_used === 0 || !isSum(meter)) return [];
        const kept = new Set(prepared(sqlite, keptSql).pluck().all({ meter: number, day }) as number[]);
        const missing = facts.filter((fact) => !kept.has(fact.number));
        return missing.length > 0 ? [{ meter, facts: missing }] : [];
      });
      const { day } = first;
      yield { environment_id, day, event_name: eventName(first), wanted, meters: together.map(({ meter }) => meter) };
    }
  }
}

interface WaitingRow {
  day: number;
  meter: number;
  is_used: number;
}
