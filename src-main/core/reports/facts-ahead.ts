import { usageMeters } from '../analytics/usage-catalog';
import type { Deps } from '../deps';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { type AskedFact, clearDays, clearFact, isNoted, noteAsked, staleFacts } from '../usage/asked-facts';
import { chargesToKeep, keepCharges } from '../usage/charge-columns';
import type { KeptFact } from '../usage/fact-days';
import type { Chore } from './chore';
import { type DayToKeep, dayKeeping } from './keep-fact-days';
import { isSum } from './ledger';

/** So many days are looked through at once for what is missing, so that a look is short at any size. */
const daysPerLook = 92;

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
    yield* keepingCharges(store, environment_id);
    const { keep } = dayKeeping(store);
    for (const unit of daysToKeep(store, environment_id)) yield { environment_id, run: () => keep(unit) };
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

/** Reports by what is kept of facts would read little else than line items. */
function* keepingCharges({ sqlite }: Store, environment_id: string): Generator<Step> {
  for (const price of chargesToKeep(sqlite, environment_id)) {
    yield {
      environment_id,
      run() {
        keepCharges(sqlite, price);
        return true;
      },
    };
  }
}

const endsSql = `
  select min(day), max(day) from usage_day_totals where meter in (select value from json_each(?))`;
const factsSql = `
  select number, environment_id, name from usage_facts where environment_id = ? and state = 'kept'`;
const missingSql = `
  select t.meter, t.day, f.value as fact from json_each(@meters) m cross join json_each(@facts) f
  cross join usage_day_totals t on t.meter = m.value and t.day >= @first_day and t.day < @end_day
  where not exists (select 1 from usage_fact_days d where d.meter = t.meter and d.day = t.day and d.fact = f.value)`;

/** The days of an environment that are wanted and missing, the newest first; a fact that is given up is left out. */
export function* daysToKeep(store: Store, environment_id: string): Generator<DayToKeep> {
  const { sqlite } = store;
  const meters = new Map(
    [...usageMeters(store, environment_id).values()].filter(isSum).map((meter) => [meter.number, meter]),
  );
  const numbers = JSON.stringify([...meters.keys()]);
  const [first, last] = prepared(sqlite, endsSql).raw().get(numbers) as [number | null, number | null];
  if (first === null || last === null) return;
  for (let end_day = last + 1; end_day > first; end_day -= daysPerLook) {
    const facts = prepared(sqlite, factsSql).all(environment_id) as KeptFact[];
    const byNumber = new Map(facts.map((fact) => [fact.number, fact]));
    const rows = prepared(sqlite, missingSql).all({
      meters: numbers,
      facts: JSON.stringify([...byNumber.keys()]),
      first_day: end_day - daysPerLook,
      end_day,
    }) as { meter: number; day: number; fact: number }[];
    const byDay = Map.groupBy(rows, ({ day }) => day);
    for (const day of [...byDay.keys()].sort((a, b) => b - a)) {
      const ofDay = Map.groupBy(byDay.get(day) ?? [], ({ meter }) => meters.get(meter)?.event_number ?? -1);
      for (const [event_name, ofName] of ofDay) {
        const wanted = [...Map.groupBy(ofName, ({ meter }) => meter)].flatMap(([number, ofMeter]) => {
          const meter = meters.get(number);
          return meter ? [{ meter, facts: ofMeter.flatMap(({ fact }) => byNumber.get(fact) ?? []) }] : [];
        });
        yield { environment_id, day, event_name, wanted };
      }
    }
  }
}
