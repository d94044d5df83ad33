import type { Assignment, PlanChange, PlanProblem } from '@shared/entities/customer-plan';
import type { PlanOutcome } from '@shared/entities/plan-outcome';

/** An assignment with the currencies and periods it is charged in, as one text each, where that is known. */
export interface PlacedAssignment extends Assignment {
  terms?: readonly string[];
}

/** What the rules need to know of the catalog and its customers. */
export interface PlanWorld {
  plan(id: string): { name: string; isPublished: boolean; hasPrices: boolean } | undefined;
  /** The assignments of a customer that are not over before they begin; null for one only known from events, or not at all. */
  assignments(external_id: string): readonly PlacedAssignment[] | null;
  /** What a customer was taken off, should it be put back as it was; null when there is none. */
  takenOff?(external_id: string, to: Assignment): PlacedAssignment | null;
  /**
   * What of an assignment a change made that is to be taken back: it may have become one with others that begin and end
   * alike. All of it where no part was made by such a change.
   */
  madeFrom?(external_id: string, made: Assignment, was: Assignment | null): PlacedAssignment | null;
  /** An instant as the calendar day it falls on. */
  day(instant: string): string;
}

/**
 * Checks changes of customers' plans against each other and against what there is; nothing is read or written. Problems
 * come in the order of the changes, at most one for each. Subscriptions in several currencies may overlap on one plan:
 * those that do go on doing so, also with the same dates, and with `restores` one that was taken off comes back beside
 * them.
 */
export function checkChanges(
  changes: readonly PlanChange[],
  world: PlanWorld,
  { restores = false } = {},
): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const byCustomer = Map.groupBy(
    changes.map((change, index) => ({ change, index })),
    ({ change }) => change.external_customer_id,
  );
  for (const [external_id, ofCustomer] of byCustomer) {
    const kept = new Set(world.assignments(external_id) ?? []);
    const refuse = (index: number, field: PlanProblem['field'], message: string) =>
      problems.push({ index, field, message });
    const begun: (Placed & { index: number })[] = [];
    for (const { change, index } of ofCustomer) {
      const { from, to } = change;
      const known = from && [...kept].find((one) => isSame(one, from));
      if (from ? !known : change.is_first && kept.size > 0) {
        refuse(index, 'external_customer_id', 'This is no longer as it was shown. Look at the customer again.');
        continue;
      }
      let was: PlacedAssignment | null = known ?? null;
      if (known) {
        kept.delete(known);
        const made = restores ? world.madeFrom?.(external_id, known, to) : null;
        const terms = known.terms?.filter((term) => !made?.terms?.includes(term)) ?? [];
        if (made && terms.length > 0) {
          was = made;
          kept.add({ ...known, terms });
        }
      }
      if (!to) continue;
      const plan = world.plan(to.plan_id);
      const isNew = from?.plan_id !== to.plan_id;
      if (!plan) refuse(index, 'plan_id', 'There is no such plan');
      else if (isNew && !plan.isPublished) {
        refuse(index, 'plan_id', `${plan.name} is archived, so nobody can be put on it`);
      } else if (isNew && !plan.hasPrices) {
        refuse(index, 'plan_id', `${plan.name} has no charges yet, so nobody can be put on it`);
      } else if (to.end_date !== null && to.end_date <= to.start_date) {
        refuse(index, 'end_date', 'The end must be after the start');
      } else {
        if (isNew) was = (restores && world.takenOff?.(external_id, to)) || null;
        begun.push({ to, was, index });
      }
    }
    // What stays is only known now: a later change may make room for an earlier one.
    const taken: (Placed & { isKept: boolean })[] = [...kept].map((to) => ({ to, was: to, isKept: true }));
    for (const { to, was, index } of begun) {
      const other = taken.find((one) => overlap(one.to, to) && !mayOverlap(one, { to, was }));
      if (other) refuse(index, 'start_date', overlapText(world, other));
      else taken.push({ to, was, isKept: false });
    }
  }
  return problems.toSorted((a, b) => a.index - b.index);
}

/** How many of the changes do what. */
export function outcomeOf(changes: readonly PlanChange[], world: PlanWorld): PlanOutcome {
  const outcome: PlanOutcome = { put: 0, changed: 0, taken_off: 0, unchanged: 0, customers_created: 0 };
  const created = new Set<string>();
  for (const { external_customer_id, from, to } of changes) {
    if (from && to) outcome[isSame(from, to) ? 'unchanged' : 'changed'] += 1;
    else if (to) outcome.put += 1;
    else if (from) outcome.taken_off += 1;
    else outcome.unchanged += 1;
    if (to && world.assignments(external_customer_id) === null) created.add(external_customer_id);
  }
  outcome.customers_created = created.size;
  return outcome;
}

export const isSame = (a: Assignment, b: Assignment): boolean =>
  a.plan_id === b.plan_id && a.start_date === b.start_date && a.end_date === b.end_date;

/** What an assignment is to be, and what it was or is restored from; null for a new one. */
interface Placed {
  to: Assignment;
  was: PlacedAssignment | null;
}

/**
 * Those that overlapped before may, and those that have no currency and period in common; only these can be told apart
 * again when they begin and end alike.
 */
function mayOverlap(a: Placed, b: Placed): boolean {
  if (!a.was || !b.was) return false;
  const { terms = [] } = a.was;
  const others = b.was.terms ?? [];
  const isApart = terms.length > 0 && others.length > 0 && !terms.some((term) => others.includes(term));
  return isApart || (overlap(a.was, b.was) && !isSame(a.to, b.to));
}

const overlap = (a: Assignment, b: Assignment): boolean =>
  a.plan_id === b.plan_id &&
  (b.end_date === null || a.start_date < b.end_date) &&
  (a.end_date === null || b.start_date < a.end_date);

function overlapText(world: PlanWorld, { to, isKept }: { to: Assignment; isKept: boolean }): string {
  const name = world.plan(to.plan_id)?.name ?? to.plan_id;
  const until = to.end_date === null ? '' : ` until ${world.day(new Date(Date.parse(to.end_date) - 1).toISOString())}`;
  return isKept
    ? `The customer is on ${name} from ${world.day(to.start_date)}${until} already`
    : `Another change here puts the customer on ${name} from ${world.day(to.start_date)}${until}`;
}
