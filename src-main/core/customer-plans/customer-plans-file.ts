import type { CustomerPlanExport } from '@shared/entities/customer-plan';
import { foldText } from '@shared/rules/fold-text';
import type { Calendar } from '@shared/rules/windows';
import type { Call } from '../deps';
import { type FilePlan, type FileRow, noKey } from '../report-files/file-plan';
import { csvCells, neutralised } from '../reports/csv';
import type { Store } from '../store/open';
import { usageEnvironment } from '../usage/usage-environment';
import { metadataPrefix, neutralisedColumn, valueColumns } from './customer-file';
import { planFinder } from './file-changes';
import { placedPlans } from './list-customer-plans';

type Values = Record<(typeof valueColumns)[number], string>;

interface Row extends Values {
  id: string;
  external_id: string;
  metadata: string;
  plan_id: string | null;
  start_date: string | null;
  end_date: string | null;
}

const batchSize = 1000;

/**
 * The customers with their plans, a row for each plan they are or were on, in the columns that the import reads: the same
 * file imported again changes nothing. Those that only events know are left out, as importing them would create them.
 */
export function customerPlansFile(
  input: CustomerPlanExport,
  { deps: { store }, context: { environment_id } }: Call,
): FilePlan {
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const keys = metadataKeys(store, environment_id);
  const planText = planTexts(store, environment_id);
  const rowOf = ({ external_id, metadata, plan_id, start_date, end_date, ...values }: Row): FileRow => {
    const known = JSON.parse(metadata) as Record<string, string>;
    const cells = [
      external_id,
      ...valueColumns.map((name) => values[name]),
      plan_id === null ? '' : planText(plan_id),
      start_date === null ? '' : dayOrMoment(calendar, start_date, 0),
      end_date === null ? '' : dayOrMoment(calendar, end_date, 1),
      ...keys.map((key) => known[key] ?? ''),
    ];
    const isChanged = cells.some((cell) => neutralised(cell.trim()) !== cell.trim());
    return {
      line: csvCells([...cells.map((cell) => cell.trim()), isChanged ? '1' : '']),
      customer: noKey,
      group: noKey,
    };
  };
  return {
    columns: [
      'external_id',
      ...valueColumns,
      'plan',
      'start_date',
      'end_date',
      ...keys.map((key) => `${metadataPrefix}${key}`),
      neutralisedColumn,
    ],
    steps: 1,
    *batches() {
      let rows: FileRow[] = [];
      for (const row of storedRows(store, environment_id, input)) {
        rows.push(rowOf(row));
        if (rows.length < batchSize) continue;
        yield { rows, done: 0 };
        rows = [];
      }
      yield { rows, done: 1 };
    },
  };
}

const rowsSql = `
  with ${placedPlans}
  select c.id, c.external_id, ${valueColumns.map((name) => `c.${name}`).join(', ')}, c.metadata,
    placed.plan_id, placed.start_date, placed.end_date
  from customers c left join placed on placed.customer_id = c.id
  where c.environment_id = @environment_id and c.status = 'published'
    and (@term = '' or instr(c.search_text, @term) > 0)
    and (@plans = '[]' or coalesce(placed.plan_id, '') in (select value from json_each(@plans)))
  order by c.external_id, placed.start_date, placed.plan_id`;

const storedRows = ({ sqlite }: Store, environment_id: string, { search, plan_ids }: CustomerPlanExport) =>
  sqlite.prepare(rowsSql).iterate({
    environment_id,
    term: foldText(search.trim()),
    plans: JSON.stringify(plan_ids),
  }) as IterableIterator<Row>;

/** Keys that a column can be named by: read back, spaces and quotes around a name would be gone. */
function metadataKeys({ sqlite }: Store, environment_id: string): string[] {
  const keys = sqlite
    .prepare(`
      select distinct m.key from customers c, json_each(c.metadata) m
      where c.environment_id = ? and c.status = 'published' order by 1`)
    .pluck()
    .all(environment_id) as string[];
  return keys.filter((key) => key !== '' && key === key.trim() && !/^".*"$/.test(key));
}

/** What a plan is called in the file: what reads best of all that finds it again. */
function planTexts({ sqlite }: Store, environment_id: string): (id: string) => string {
  const find = planFinder(sqlite, environment_id);
  const plans = sqlite
    .prepare('select id, lookup_key, name from plans where environment_id = ?')
    .all(environment_id) as {
    id: string;
    lookup_key: string;
    name: string;
  }[];
  const texts = new Map(
    plans.map(({ id, lookup_key, name }) => [
      id,
      [lookup_key, name].find((text) => text === text.trim() && text !== '' && find(text) === id) ?? id,
    ]),
  );
  return (id) => texts.get(id) ?? id;
}

/** A moment as the day it begins (with `days` 1 the day that ends there), where it is a midnight; else as it is. */
function dayOrMoment(calendar: Calendar, instant: string, days: number): string {
  const at = Date.parse(instant);
  const day = calendar.dayOf(at);
  if (calendar.dayStart(day) !== at) return instant;
  return new Date((day - days) * 86_400_000).toISOString().slice(0, 10);
}
