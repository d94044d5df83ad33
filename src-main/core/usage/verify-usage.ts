import type { UsageCheck, UsageDifference } from '@shared/entities/usage-check';
import { fromScaled, quantityDigits } from '@shared/rules/scaled-decimal';
import type Database from 'better-sqlite3';
import { chargeWindows } from './charge-windows';
import { noFact } from './customer-days';
import { type CountedDay, dayRecount, type RollUpName } from './day-recount';
import { factRecount } from './fact-recount';
import { keptRows } from './kept-rows';
import { type MeterUsageRule, metersByEventName, metersOf } from './meter-rules';
import { rawUsage } from './raw-usage';
import { usageEnvironment } from './usage-environment';

/** Differences beyond this are counted and not told. */
const toldDifferences = 1000;
const eventsPerStep = 20_000;
const dayMs = 86_400_000;
// Days far outside of what an instant can be.
const firstDay = -1_000_000_000;
const lastDay = 1_000_000_000;

export interface CheckProgress {
  done: number;
  total: number;
}

/**
 * Counts every roll-up of an environment again from the raw events and compares, event name by event name and day by
 * day: in memory is never more than one day of one name. Each name is seen in one state of the store, whatever is written
 * meanwhile. The connection must be in no transaction.
 */
export function* verifyUsage(
  sqlite: Database.Database,
  environment_id: string,
): Generator<CheckProgress, UsageCheck, void> {
  const check: UsageCheck = { events: 0, rows: 0, differences_count: 0, differences: [] };
  const names = [...metersByEventName(metersOf(sqlite, environment_id)).keys()];
  const total = sqlite
    .prepare(`
      select coalesce(sum(event_count), 0) from event_names
      where environment_id = ? and name in (select value from json_each(?))
    `)
    .pluck()
    .get(environment_id, JSON.stringify(names)) as number;
  for (const event_name of names) {
    sqlite.exec('begin');
    try {
      for (const _ of checkEventName(sqlite, environment_id, event_name, check)) yield { done: check.events, total };
    } finally {
      if (sqlite.inTransaction) sqlite.exec('commit');
    }
  }
  return check;
}

function* checkEventName(
  sqlite: Database.Database,
  environment_id: string,
  event_name: string,
  check: UsageCheck,
): Generator<void> {
  const { calendar } = usageEnvironment(sqlite, environment_id);
  const windowsOf = chargeWindows(sqlite, 'charge_windows_now');
  const meters = metersOf(sqlite, environment_id).filter((meter) => meter.event_name === event_name);
  const recounts = meters.map((meter) => ({
    meter,
    recount: dayRecount(meter, windowsOf, factRecount(sqlite, environment_id, meter.number)),
  }));
  const comparer = dayComparer(sqlite, check);
  let day = firstDay;
  let checkedUpTo = firstDay;

  function closeDay(upTo: number) {
    for (const { meter, recount } of recounts) comparer(meter, recount.close(day), { day, after: checkedUpTo, upTo });
    checkedUpTo = upTo;
  }

  const range = { start: Number.MIN_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };
  for (const event of rawUsage(sqlite, { environment_id, event_name, ...range })) {
    const today = calendar.dayOf(event.timestamp);
    if (today !== day) {
      closeDay(day);
      day = today;
    }
    for (const { recount } of recounts) recount.count(event);
    check.events += 1;
    if (check.events % eventsPerStep === 0) yield;
  }
  closeDay(lastDay);
}

interface DayRange {
  /** The day that was counted. */
  day: number;
  /** Rows of days (after, upTo] are compared; those of any other day than the counted one should not be there. */
  after: number;
  upTo: number;
}

function dayComparer(sqlite: Database.Database, check: UsageCheck) {
  const rollUps = keptRows(sqlite);
  const describe = rowDescriber(sqlite);

  function tell(
    meter: MeterUsageRule,
    roll_up: RollUpName,
    day: number,
    key: string,
    texts: [string | null, string | null],
  ) {
    check.differences_count += 1;
    if (check.differences.length >= toldDifferences) return;
    const [kept, counted] = texts;
    check.differences.push({
      roll_up,
      day: dateOf(day),
      kept: kept && wordsOf(kept),
      counted: counted && wordsOf(counted),
      ...describe(meter, roll_up, key),
    });
  }

  return (meter: MeterUsageRule, counted: CountedDay, { day, after, upTo }: DayRange) => {
    for (const { name, rows } of rollUps) {
      const missing = counted[name] ?? new Map<string, string>();
      for (const row of rows(meter.number, after, upTo)) {
        check.rows += 1;
        const right = row.day === day ? (missing.get(row.key) ?? null) : null;
        if (row.day === day) missing.delete(row.key);
        if (right !== row.text) tell(meter, name, row.day, row.key, [row.text, right]);
      }
      for (const [key, text] of missing) tell(meter, name, day, key, [null, text]);
    }
  };
}

/** What a row is about, in names a person knows. */
function rowDescriber(sqlite: Database.Database) {
  const meterName = sqlite
    .prepare(`select coalesce((select name from features where meter_id = m.id order by number limit 1), m.name)
      from meters m where m.number = ?`)
    .pluck();
  const customerName = sqlite.prepare('select external_id from event_customers where number = ?').pluck();
  const priceId = sqlite.prepare('select id from prices where number = ?').pluck();
  const factName = sqlite.prepare('select name from usage_facts where number = ?').pluck();
  return (
    meter: MeterUsageRule,
    roll_up: RollUpName,
    key: string,
  ): Pick<UsageDifference, 'meter_id' | 'meter_name' | 'of'> => {
    const [number = '', fact = '', ...value] = key.split('/');
    const customer = () => (customerName.get(Number(number)) as string | undefined) ?? number;
    const names: Record<RollUpName, () => string> = {
      usage_days: customer,
      usage_day_totals: () => '',
      usage_price_days: () => (priceId.get(Number(number)) as string | undefined) ?? number,
      usage_day_picks: customer,
      usage_day_uniques: () => `${customer()}: ${value.join('/')}`,
      usage_fact_days: () =>
        Number(fact) === noFact
          ? customer()
          : `${customer()}: ${factName.get(Number(fact)) ?? fact} ${value.join('/')}`.trimEnd(),
    };
    return { meter_id: meter.id, meter_name: meterName.get(meter.number) as string, of: names[roll_up]() };
  };
}

const dateOf = (day: number): string =>
  Math.abs(day) < 100_000_000 ? new Date(day * dayMs).toISOString().slice(0, 10) : String(day);

/** The text of a row as a person reads it. */
function wordsOf(text: string): string {
  const [event_count = '', quantity, timestamp, ...event_id] = text.split('/');
  const events = `${event_count} ${event_count === '1' ? 'event' : 'events'}`;
  if (quantity === undefined) return events;
  const sum = `${fromScaled(BigInt(quantity), quantityDigits)} from ${events}`;
  return timestamp === undefined ? sum : `${sum}, taken from ${event_id.join('/')}`;
}
