import type { Assignment } from '@shared/entities/customer-plan';
import type Database from 'better-sqlite3';
import { endOfSubscription, termOfSubscription } from '../subscriptions/subscription-columns';
import { usageEnvironment } from '../usage/usage-environment';
import { isSame, type PlacedAssignment, type PlanWorld } from './check-changes';
import { wasMadeFrom } from './former-dates';
import { takenOff } from './taken-off';

interface Subscribed extends Assignment {
  subscription_id: string | null;
  customer_id: string;
  term: string;
}

/** An assignment as the store holds it: one subscription for each currency and period of the plan. */
export interface StoredAssignment extends PlacedAssignment {
  subscription_ids: string[];
  terms: string[];
}

export interface StoredWorld extends PlanWorld {
  customerId(external_id: string): string | null;
  assignments(external_id: string): readonly StoredAssignment[] | null;
  madeFrom(external_id: string, made: Assignment, was: Assignment | null): StoredAssignment | null;
}

/** Reads what the rules ask for as they ask, every customer and plan once. `now` is an instant. */
export function storedWorld(sqlite: Database.Database, environment_id: string, now: string): StoredWorld {
  const plan = sqlite.prepare<[string, string, string], { name: string; status: string; has_prices: number }>(`
    select p.name, p.status, exists (select 1 from prices where entity_id = p.id and status = 'published'
      and (end_date is null or end_date > ?)) as has_prices
    from plans p where p.id = ? and p.environment_id = ?`);
  // One by one: a list of external ids would have to travel as JSON, which not every text survives.
  // A join that compares with what is bound is planned anew for each, at four times the cost of running it.
  const subscribed = sqlite.prepare<[string, string], Subscribed>(`
    select c.id as customer_id, s.id as subscription_id, s.plan_id, s.start_date, ${endOfSubscription} as end_date,
      ${termOfSubscription} as term
    from customers c left join subscriptions s on s.customer_id = c.id and s.status = 'published'
    where c.environment_id = (select ?) and c.external_id = (select ?) and c.status = 'published' order by s.number`);
  const { calendar } = usageEnvironment(sqlite, environment_id);
  const plans = new Map<string, ReturnType<PlanWorld['plan']>>();
  const customers = new Map<string, { id: string; assignments: StoredAssignment[] } | null>();

  function customer(external_id: string) {
    let known = customers.get(external_id);
    if (known === undefined) {
      const rows = subscribed.all(environment_id, external_id);
      known = rows[0] ? { id: rows[0].customer_id, assignments: assignmentsOf(rows) } : null;
      customers.set(external_id, known);
    }
    return known;
  }
  return {
    plan(id) {
      if (!plans.has(id)) {
        const row = plan.get(now, id, environment_id);
        plans.set(
          id,
          row && { name: row.name, isPublished: row.status === 'published', hasPrices: row.has_prices === 1 },
        );
      }
      return plans.get(id);
    },
    customerId: (external_id) => customer(external_id)?.id ?? null,
    assignments: (external_id) => customer(external_id)?.assignments ?? null,
    takenOff(external_id, to) {
      const id = customer(external_id)?.id;
      const terms = id === undefined ? [] : takenOff(sqlite, id, to).map(({ term }) => term);
      return terms.length > 0 ? { ...to, terms } : null;
    },
    madeFrom(external_id, made, was) {
      const all = customer(external_id)?.assignments.find((one) => isSame(one, made));
      return all ? partMadeFrom(sqlite, all, was) : null;
    },
    day: (instant) => new Date(calendar.dayOf(Date.parse(instant)) * 86_400_000).toISOString().slice(0, 10),
  };
}

function partMadeFrom(sqlite: Database.Database, all: StoredAssignment, was: Assignment | null): StoredAssignment {
  if (all.subscription_ids.length === 1) return all;
  const part: StoredAssignment = { ...all, subscription_ids: [], terms: [] };
  for (const [index, id] of all.subscription_ids.entries()) {
    if (!wasMadeFrom(sqlite, id, was)) continue;
    part.subscription_ids.push(id);
    part.terms.push(all.terms[index] ?? '');
  }
  return part.subscription_ids.length > 0 ? part : all;
}

function assignmentsOf(rows: readonly Subscribed[]): StoredAssignment[] {
  const found = new Map<string, StoredAssignment>();
  for (const { subscription_id, plan_id, start_date, end_date, term } of rows) {
    if (subscription_id === null || (end_date !== null && end_date <= start_date)) continue;
    const key = `${plan_id} ${start_date} ${end_date}`;
    const known = found.get(key);
    if (known) {
      known.subscription_ids.push(subscription_id);
      known.terms.push(term);
    } else found.set(key, { plan_id, start_date, end_date, subscription_ids: [subscription_id], terms: [term] });
  }
  return [...found.values()];
}
