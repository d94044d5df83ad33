import type { Assignment, PlanChange, TouchedUsage } from '@shared/entities/customer-plan';
import { toInstant } from '@shared/instant';
import type { Calendar } from '@shared/rules/windows';
import type Database from 'better-sqlite3';
import { usageEnvironment } from '../usage/usage-environment';
import { usersOf } from './users-of-meters';

/** A customer within [from, to) on a plan; epoch milliseconds. */
interface Span {
  external_id: string;
  plan_id: string;
  from: number;
  to: number;
}

interface Place {
  sqlite: Database.Database;
  environment_id: string;
  /** An instant. */
  now: string;
}

/**
 * How many customers have usage, counted already, that changes of their plans price, that they no longer price, and that
 * stays uncharged since the price the plan had then has ended: whoever joins does not take it (wire contract 4.8).
 */
export function usageTouched({ sqlite, environment_id, now }: Place, changes: readonly PlanChange[]): TouchedUsage {
  const { calendar } = usageEnvironment(sqlite, environment_id);
  const users = usersOf(sqlite, environment_id, calendar);
  const pricesOf = planPrices(sqlite, now);
  const spansOf = (plus: Assignment | null, minus: Assignment | null, external_id: string): Span[] =>
    plus === null
      ? []
      : without(plus, minus).map(({ start_date, end_date }) => ({
          external_id,
          plan_id: plus.plan_id,
          from: Date.parse(start_date),
          to: end_date === null ? Number.POSITIVE_INFINITY : Date.parse(end_date),
        }));
  const found = (
    spans: readonly Span[],
    isWanted: (price: PlanPrice, ofPlan: readonly PlanPrice[]) => boolean,
    daysOf: typeof outerDays,
  ) => {
    const customers = new Set<string>();
    let until = Number.NEGATIVE_INFINITY;
    for (const alike of Map.groupBy(spans, ({ plan_id, from, to }) => `${plan_id} ${from} ${to}`).values()) {
      const [span] = alike;
      const ofPlan = span ? pricesOf(span.plan_id) : [];
      for (const price of ofPlan) {
        if (!span || !isWanted(price, ofPlan)) continue;
        const days = daysOf(calendar, Math.max(span.from, price.from), Math.min(span.to, price.to));
        if (!days) continue;
        const ids = alike.map(({ external_id }) => external_id);
        for (const external_id of users({ meter: price.meter, ...days }, ids)) {
          customers.add(external_id);
          until = Math.max(until, price.to);
        }
      }
    }
    return { customers, until: Number.isFinite(until) ? toInstant(until) : null };
  };
  // A plan that one stays on keeps the prices that it was taken with.
  const isKept = ({ from, to }: PlanChange) => from?.plan_id === to?.plan_id;
  const gainedOf = (some: readonly PlanChange[]) =>
    some.flatMap(({ external_customer_id, from, to }) => spansOf(to, from, external_customer_id));
  const begun = gainedOf(changes.filter((change) => !isKept(change)));
  const stretched = gainedOf(changes.filter(isKept));
  const lost = changes.flatMap(({ external_customer_id, from, to }) => spansOf(from, to, external_customer_id));
  const isLive = (price: PlanPrice) => price.is_live;
  const isOver = (price: PlanPrice, ofPlan: readonly PlanPrice[]) =>
    !price.is_live && !ofPlan.some((one) => one.is_live && one.meter === price.meter && one.from < price.to);
  const every = () => true;
  const gaining = new Set([
    ...found(begun, isLive, outerDays).customers,
    ...found(stretched, every, outerDays).customers,
  ]);
  const leftOut = found(begun, isOver, innerDays);
  return {
    customers_gaining: gaining.size,
    customers_losing: found(lost, every, outerDays).customers.size,
    customers_left_out: leftOut.customers.size,
    left_out_until: leftOut.until,
  };
}

/** Calendar days: from `first` up to, not including, `end`. */
interface Days {
  first: number;
  end: number;
}

/** The days that [from, to) touches; null when there are none. */
function outerDays(calendar: Calendar, from: number, to: number): Days | null {
  if (to <= from) return null;
  return {
    first: calendar.dayOf(from),
    end: Number.isFinite(to) ? calendar.dayOf(to - 1) + 1 : Number.MAX_SAFE_INTEGER,
  };
}

/** The days that lie wholly in [from, to): what is told of them is never about what another price charges for. */
function innerDays(calendar: Calendar, from: number, to: number): Days | null {
  if (to <= from) return null;
  const day = calendar.dayOf(from);
  const first = calendar.dayStart(day) === from ? day : day + 1;
  const end = Number.isFinite(to) ? calendar.dayOf(to) : Number.MAX_SAFE_INTEGER;
  return end > first ? { first, end } : null;
}

interface PlanPrice {
  /** Its number. */
  meter: number;
  from: number;
  to: number;
  /** Whoever joins now takes it. */
  is_live: boolean;
}

/** The usage prices of plans, also those that have ended; each plan is read once. */
function planPrices(sqlite: Database.Database, now: string): (plan_id: string) => readonly PlanPrice[] {
  const find = sqlite.prepare<[string], { meter: number; start_date: string; end_date: string | null }>(`
    select m.number as meter, p.start_date, p.end_date from prices p join meters m on m.id = p.meter_id
    where p.entity_id = ? and p.type = 'USAGE' and p.status = 'published'`);
  const known = new Map<string, readonly PlanPrice[]>();
  return (plan_id) => {
    let prices = known.get(plan_id);
    if (!prices) {
      prices = find.all(plan_id).map(({ meter, start_date, end_date }) => ({
        meter,
        from: Date.parse(start_date),
        to: end_date === null ? Number.POSITIVE_INFINITY : Date.parse(end_date),
        is_live: end_date === null || end_date > now,
      }));
      known.set(plan_id, prices);
    }
    return prices;
  };
}

/** The parts of one assignment in which the other does not charge for the same plan. */
function without(one: Assignment, other: Assignment | null): Pick<Assignment, 'start_date' | 'end_date'>[] {
  if (other?.plan_id !== one.plan_id) return [one];
  const parts: Pick<Assignment, 'start_date' | 'end_date'>[] = [];
  const end = one.end_date;
  if (one.start_date < other.start_date) {
    const until = end !== null && end < other.start_date ? end : other.start_date;
    parts.push({ start_date: one.start_date, end_date: until });
  }
  if (other.end_date !== null && (end === null || end > other.end_date)) {
    const from = one.start_date > other.end_date ? one.start_date : other.end_date;
    parts.push({ start_date: from, end_date: end });
  }
  return parts;
}
