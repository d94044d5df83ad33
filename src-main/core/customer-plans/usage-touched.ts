import type { Assignment, PlanChange, TouchedUsage } from '@shared/entities/customer-plan';
import { toInstant } from '@shared/instant';
import type { Calendar } from '@shared/rules/windows';
import type Database from 'better-sqlite3';
import { usageEnvironment } from '../usage/usage-environment';
import { chargedPricesOf, type PlanPrice } from './charged-prices-of';
import { type StoredWorld, storedWorld } from './plan-world';
import { usersOf } from './users-of-meters';

/** A customer within [from, to) on a plan, which charges by these prices; epoch milliseconds. */
interface Span {
  external_id: string;
  from: number;
  to: number;
  prices: readonly PlanPrice[];
}

interface Place {
  sqlite: Database.Database;
  environment_id: string;
  /** An instant. */
  now: string;
  /** Where it is read already. */
  world?: StoredWorld;
}

/**
 * How many customers have usage, counted already, that changes of their plans price, that they no longer price, and that
 * stays uncharged since the price the plan had then has ended: whoever joins does not take it (wire contract 4.8).
 */
export function usageTouched(place: Place, changes: readonly PlanChange[]): TouchedUsage {
  const { sqlite, environment_id, now, world = storedWorld(sqlite, environment_id, now) } = place;
  const { calendar } = usageEnvironment(sqlite, environment_id);
  const users = usersOf(sqlite, environment_id, calendar);
  const prices = chargedPricesOf(sqlite, world, now);
  const found = (spans: readonly Span[], daysOf: typeof outerDays) => {
    const customers = new Set<string>();
    let until = Number.NEGATIVE_INFINITY;
    const places = new Map<readonly PlanPrice[], number>();
    const keyOf = ({ from, to, prices: ofSpan }: Span) => {
      const at = places.get(ofSpan) ?? places.size;
      places.set(ofSpan, at);
      return `${from} ${to} ${at}`;
    };
    for (const alike of Map.groupBy(spans, keyOf).values()) {
      const [span] = alike;
      for (const price of span?.prices ?? []) {
        if (!span) continue;
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
  const gained: Span[] = [];
  const leftOut: Span[] = [];
  const lost: Span[] = [];
  const add = (spans: Span[], external_id: string, parts: readonly Part[], prices: readonly PlanPrice[]) => {
    for (const { start_date, end_date } of parts) {
      const to = end_date === null ? Number.POSITIVE_INFINITY : Date.parse(end_date);
      spans.push({ external_id, from: Date.parse(start_date), to, prices });
    }
  };
  for (const { external_customer_id, from, to } of changes) {
    if (to) {
      const isKept = from?.plan_id === to.plan_id;
      const { charged, over } = isKept ? prices.staying(external_customer_id, from, to) : prices.joining(to.plan_id);
      const parts = without(to, from);
      add(gained, external_customer_id, parts, charged);
      add(leftOut, external_customer_id, parts, over);
    }
    if (from) add(lost, external_customer_id, without(from, to), prices.held(external_customer_id, from));
  }
  const left = found(leftOut, innerDays);
  return {
    customers_gaining: found(gained, outerDays).customers.size,
    customers_losing: found(lost, outerDays).customers.size,
    customers_left_out: left.customers.size,
    left_out_until: left.until,
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

type Part = Pick<Assignment, 'start_date' | 'end_date'>;

/** The parts of one assignment in which the other does not charge for the same plan. */
function without(one: Assignment, other: Assignment | null): Part[] {
  if (other?.plan_id !== one.plan_id) return [one];
  const parts: Part[] = [];
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
