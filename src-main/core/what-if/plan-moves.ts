import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import type { WhatIfChange } from '@shared/entities/what-if';
import type Database from 'better-sqlite3';
import { isSame, type PlanWorld } from '../customer-plans/check-changes';
import { customersWithUsage } from '../customers/customers-with-usage';

/** How a what-if's moves to other plans are made: from when, and what becomes of the plans that customers leave. */
export interface MovingTerms {
  /** An instant. */
  at: string;
  old_plans: 'end' | 'keep';
}

interface Move {
  /** The plan they leave; null means whatever they are on. */
  from: string | null;
  to: string;
}

/**
 * The changes of customers' plans that make a what-if's moves real from a moment on: what a customer is on ends as the
 * new plan begins, what would begin later begins on the new plan, and what has ended by then stays. A customer on the new
 * plan already keeps it, for as long as either lasts.
 */
export function planMoves(
  sqlite: Database.Database,
  environment_id: string,
  world: PlanWorld,
  changes: readonly WhatIfChange[],
  terms: MovingTerms,
): PlanChange[] {
  const made: PlanChange[] = [];
  for (const [external_id, moves] of movesOf(sqlite, environment_id, changes)) {
    made.push(...movesOfCustomer(external_id, world.assignments(external_id) ?? [], moves, terms));
  }
  return made;
}

const subscribersSql = `
  select distinct c.external_id from subscriptions s join customers c on c.id = s.customer_id
  where s.environment_id = @environment_id and s.status = 'published' and c.status = 'published'
    and (@plan is null or s.plan_id = @plan)
    and (@customers = '[]' or s.customer_id in (select value from json_each(@customers)))
  order by c.number`;

/** Who is moved, by external id. As in the comparison, everyone on one plan leaves no room for other moves. */
function movesOf(
  sqlite: Database.Database,
  environment_id: string,
  changes: readonly WhatIfChange[],
): Map<string, Move[]> {
  const moves = new Map<string, Move[]>();
  const subscribers = (plan: string | null, customers: readonly string[]) =>
    sqlite
      .prepare(subscribersSql)
      .pluck()
      .all({ environment_id, plan, customers: JSON.stringify(customers) }) as string[];
  const add = (external_id: string, move: Move) => moves.set(external_id, [...(moves.get(external_id) ?? []), move]);
  const lens = changes.findLast((change) => change.kind === 'everyone_on_plan');
  if (lens?.kind === 'everyone_on_plan') {
    const users = customersWithUsage(sqlite, environment_id);
    for (const external_id of new Set([...users, ...subscribers(null, [])])) {
      add(external_id, { from: null, to: lens.plan_id });
    }
    return moves;
  }
  for (const change of changes) {
    if (change.kind !== 'swap_plan') continue;
    const move = { from: change.from_plan_id, to: change.to_plan_id };
    for (const external_id of subscribers(change.from_plan_id, change.customer_ids)) add(external_id, move);
  }
  return moves;
}

const lasts = ({ end_date }: Assignment, at: string) => end_date === null || end_date > at;

function movesOfCustomer(
  external_customer_id: string,
  assignments: readonly Assignment[],
  moves: readonly Move[],
  { at, old_plans }: MovingTerms,
): PlanChange[] {
  const made: PlanChange[] = [];
  /** What is to be on each new plan, by plan. */
  const wanted = new Map<string, Assignment[]>();
  const left = new Set<Assignment>();
  const want = (one: Assignment) => wanted.set(one.plan_id, [...(wanted.get(one.plan_id) ?? []), one]);
  for (const one of assignments) {
    const move = moves.find(({ from, to }) => (from ?? one.plan_id) === one.plan_id && to !== one.plan_id);
    if (!move || !lasts(one, at)) continue;
    left.add(one);
    if (move.from !== null) {
      const start_date = one.start_date > at ? one.start_date : at;
      want({ plan_id: move.to, start_date, end_date: one.end_date });
    }
    if (old_plans === 'keep') continue;
    const to = one.start_date < at ? { ...one, end_date: at } : null;
    made.push({ external_customer_id, from: plain(one), to: to && plain(to) });
  }
  const [everything] = moves;
  if (everything?.from === null) want({ plan_id: everything.to, start_date: at, end_date: null });
  for (const [plan_id, windows] of wanted) {
    const there = assignments.filter((one) => one.plan_id === plan_id && (old_plans === 'keep' || !left.has(one)));
    made.push(...covering(external_customer_id, there, windows));
  }
  return made;
}

const plain = ({ plan_id, start_date, end_date }: Assignment): Assignment => ({ plan_id, start_date, end_date });

interface Span {
  to: Assignment;
  /** What there is of it. */
  there: Assignment[];
  /** What is wanted of it. */
  windows: Assignment[];
}

/**
 * The changes after which a customer is on a plan within these windows, too: what is there already is stretched. Of
 * several that a window would join, none is touched, only the time between them is filled: each may be in a currency of
 * its own, or have been cancelled in it.
 */
function covering(
  external_customer_id: string,
  there: readonly Assignment[],
  windows: readonly Assignment[],
): PlanChange[] {
  const spans: Span[] = [];
  const all: Span[] = [
    ...there.map((to) => ({ to, there: [to], windows: [] })),
    ...windows.map((to) => ({ to, there: [], windows: [to] })),
  ];
  for (const span of all.toSorted((a, b) => (a.to.start_date < b.to.start_date ? -1 : 1))) {
    const last = spans.at(-1);
    if (last && lasts(last.to, span.to.start_date)) {
      last.to = { ...last.to, end_date: laterEnd(last.to, span.to) };
      last.there.push(...span.there);
      last.windows.push(...span.windows);
    } else spans.push({ ...span, to: plain(span.to) });
  }
  return spans.flatMap((span): PlanChange[] => {
    const [first, ...others] = span.there;
    if (others.length > 0) return gapsOf(span).map((to) => ({ external_customer_id, from: null, to }));
    if (first && isSame(first, span.to)) return [];
    return [{ external_customer_id, from: first ? plain(first) : null, to: span.to }];
  });
}

/** The time of the windows that nothing of what is there covers. */
function gapsOf({ there, windows }: Span): Assignment[] {
  const gaps: Assignment[] = [];
  for (const window of windows) {
    const taken = [...there, ...gaps].toSorted((a, b) => (a.start_date < b.start_date ? -1 : 1));
    let open: Assignment | null = plain(window);
    for (const one of taken) {
      if (!open || !lasts(open, one.start_date)) break;
      if (!lasts(one, open.start_date)) continue;
      if (open.start_date < one.start_date) gaps.push({ ...open, end_date: one.start_date });
      open = one.end_date !== null && lasts(open, one.end_date) ? { ...open, start_date: one.end_date } : null;
    }
    if (open) gaps.push(open);
  }
  return gaps;
}

const laterEnd = (a: Assignment, b: Assignment): string | null => {
  if (a.end_date === null || b.end_date === null) return null;
  return a.end_date > b.end_date ? a.end_date : b.end_date;
};
