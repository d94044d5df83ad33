import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import type { RowError } from '@shared/entities/row-error';
import { midnightOf, parseInstant, toInstant } from '@shared/instant';
import { foldText } from '@shared/rules/fold-text';
import type { Calendar } from '@shared/rules/windows';
import type Database from 'better-sqlite3';
import { usageEnvironment } from '../usage/usage-environment';
import { checkChanges } from './check-changes';
import type { CustomerFileRow } from './customer-file';
import { type StoredWorld, storedWorld } from './plan-world';

export interface FileChange {
  row: CustomerFileRow;
  /** Null when the row leaves the customer's plans as they are. */
  change: PlanChange | null;
}

/** What the rows of a file do to customers' plans; rows that cannot be are told instead. */
export function fileChanges(
  sqlite: Database.Database,
  environment_id: string,
  now: string,
  rows: readonly CustomerFileRow[],
): { changes: FileChange[]; problems: RowError[] } {
  const world = storedWorld(sqlite, environment_id, now);
  const planIdOf = planFinder(sqlite, environment_id);
  const { calendar } = usageEnvironment(sqlite, environment_id);
  const problems: RowError[] = [];
  let changes: FileChange[] = [];
  for (const row of rows) {
    const read = readChange(row, { world, planIdOf, calendar });
    if ('message' in read) problems.push({ line: row.line, ...read });
    else changes.push({ row, change: read.change });
  }
  // Leaving a row out may take the room of another: asked again until all that is left fits.
  for (;;) {
    const asked = changes.flatMap((one) => (one.change ? [{ row: one.row, change: one.change }] : []));
    const refused = checkChanges(
      asked.map(({ change }) => change),
      world,
    );
    if (refused.length === 0) break;
    const lines = new Set<number>();
    for (const { index, field, message } of refused) {
      const row = asked[index]?.row;
      if (!row) continue;
      lines.add(row.line);
      const column = field === 'plan_id' ? 'plan' : field === 'external_customer_id' ? 'external_id' : field;
      problems.push({ line: row.line, column, value: row[column], message });
    }
    changes = changes.filter(({ row }) => !lines.has(row.line));
  }
  return { changes, problems: problems.toSorted((a, b) => a.line - b.line) };
}

type Wrong = Omit<RowError, 'line'>;

interface Known {
  world: StoredWorld;
  planIdOf: (text: string) => string | 'unknown' | 'ambiguous';
  calendar: Calendar;
}

function readChange(row: CustomerFileRow, { world, planIdOf, calendar }: Known): { change: PlanChange | null } | Wrong {
  const wrong = (column: 'plan' | 'start_date' | 'end_date', message: string): Wrong => ({
    column,
    value: row[column],
    message,
  });
  if (row.plan === '') {
    return row.start_date || row.end_date
      ? wrong('plan', 'Please give the plan that these dates are about')
      : { change: null };
  }
  const plan_id = planIdOf(row.plan);
  if (plan_id === 'unknown') return wrong('plan', `There is no plan with the lookup key, name or id “${row.plan}”`);
  if (plan_id === 'ambiguous')
    return wrong('plan', `Several plans are called “${row.plan}”: please give the lookup key`);
  const start_date = momentOf(row.start_date, calendar, 0);
  const end_date = momentOf(row.end_date, calendar, 1);
  if (start_date === null) return wrong('start_date', 'Please give the first day on the plan, such as 2026-01-31');
  if (end_date === null && row.end_date !== '') {
    return wrong('end_date', 'Please give the last day on the plan, such as 2026-12-31, or leave it empty');
  }
  const to: Assignment = { plan_id, start_date, end_date };
  // In several currencies a plan may begin on one day and end on several.
  const alike = (world.assignments(row.external_id) ?? []).filter(
    (one) => one.plan_id === plan_id && one.start_date === start_date,
  );
  const from = alike.find((one) => one.end_date === end_date) ?? alike[0];
  // The same again, as when a file is imported twice; an empty end keeps the one there is.
  if (from && (end_date === null || from.end_date === end_date)) return { change: null };
  if (alike.length > 1) {
    const message = 'The customer is on this plan from this day more than once: please change the end in Customers';
    return wrong('end_date', message);
  }
  return {
    change: {
      external_customer_id: row.external_id,
      from: from ? { plan_id, start_date, end_date: from.end_date } : null,
      to,
    },
  };
}

/** A day of the environment's zone (the day after it with `days` 1, so that an end covers its last day), or a moment. */
function momentOf(text: string, calendar: Calendar, days: number): string | null {
  const midnight = midnightOf(text);
  const at = midnight === null ? parseInstant(text) : calendar.dayStart(midnight / 86_400_000 + days);
  return at === null ? null : toInstant(at);
}

/** Finds a plan by its lookup key, its id or its name, in this order; a published one before an archived one. */
export function planFinder(sqlite: Database.Database, environment_id: string): Known['planIdOf'] {
  const plans = sqlite
    .prepare('select id, lookup_key, name, status from plans where environment_id = ?')
    .all(environment_id) as { id: string; lookup_key: string; name: string; status: string }[];
  const published = plans.filter(({ status }) => status === 'published');
  const archived = plans.filter(({ status }) => status !== 'published');
  const byKey = new Map(
    [...archived, ...published].flatMap(({ id, lookup_key }) => (lookup_key ? [[lookup_key, id]] : [])),
  );
  const ids = new Set(plans.map(({ id }) => id));
  const named = [published, archived].map((some) => Map.groupBy(some, ({ name }) => foldText(name.trim())));
  return (text) => {
    const found = byKey.get(text) ?? (ids.has(text) ? text : undefined);
    if (found !== undefined) return found;
    const wanted = foldText(text);
    const [one, another] = named.map((byName) => byName.get(wanted) ?? []).find((some) => some.length > 0) ?? [];
    return another ? 'ambiguous' : (one?.id ?? 'unknown');
  };
}
