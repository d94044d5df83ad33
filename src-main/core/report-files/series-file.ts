import type { ReportInput } from '@shared/entities/analytics';
import type { Call } from '../deps';
import { type Cell, csvCells } from '../reports/csv';
import { usageByGroup } from '../reports/usage-by-group';
import { usageEnvironment } from '../usage/usage-environment';
import { type FileBatch, type FileKey, type FilePlan, type FileRow, noKey } from './file-plan';

/**
 * The chart as rows: one per window and entry, the empty windows too. Usage stays blank where an entry's features are
 * measured in different units. Apart by customer, every customer's chart is worked out on its own.
 */
export function seriesFile(input: ReportInput, call: Call, byCustomer: boolean): FilePlan {
  const customers = byCustomer ? chargedCustomers(input, call) : [noKey];
  const entry = input.group_by === 'group' ? ['price_group_name', 'price_group_id'] : ['entry_name', 'entry_key'];
  return {
    columns: ['window_start', 'window_end', ...entry, 'currency', 'usage', 'cost'],
    steps: customers.length,
    *batches() {
      for (const [index, customer] of customers.entries()) {
        const asked = byCustomer ? { ...input, customer_ids: [customer.id] } : input;
        yield* seriesRows(asked, call, customer, index);
      }
    },
  };
}

/** The rows of a window at a time. */
function* seriesRows(input: ReportInput, call: Call, customer: FileKey, step: number): Generator<FileBatch> {
  const report = usageByGroup(
    { ...input, previous: 'none', most_entries: 5000, most_series: mostSeries(input, call) },
    call,
  );
  const ends = [...report.windows.slice(1), report.end_time];
  const keyOf = (entry: { kind: string; key: string; currency: string }) =>
    `${entry.kind}/${entry.currency}/${entry.key}`;
  const unlike = new Set(report.groups.filter(({ total_usage }) => total_usage === null).map(keyOf));
  for (const [window, start] of report.windows.entries()) {
    const rows = report.series.map((series): FileRow => {
      const cells: Cell[] = [
        start < report.start_time ? report.start_time : start,
        ends[window] ?? report.end_time,
        series.name,
        series.key,
        series.currency,
        unlike.has(keyOf(series)) ? '' : { number: series.usage[window] ?? '0' },
        { number: series.cost[window] ?? '0' },
      ];
      return { line: csvCells(cells), customer, group: { id: series.key, name: series.name } };
    });
    yield { rows, done: step + (window + 1) / report.windows.length };
  }
}

/** Cost and usage of so many windows of entries are held at once. */
const mostHeld = 300_000;

/**
 * As many entries told apart as a report can tell: a chart has room for few, a file for all of 5,000 customers by day of
 * two months. Beyond that the others are one entry, as there.
 */
function mostSeries({ start_time, end_time, window_size }: ReportInput, { deps: { store }, context }: Call): number {
  const { calendar } = usageEnvironment(store.sqlite, context.environment_id);
  const windows = calendar.windowStarts(window_size, Date.parse(start_time), Date.parse(end_time)).length;
  return Math.min(5000, Math.max(200, Math.floor(mostHeld / windows)));
}

const customersSql = `
  select c.id, c.external_id as name, max(c.status = 'published') as is_live from charge_windows w
  join line_items li on li.number = w.line_item join customers c on c.id = li.customer_id
  where c.environment_id = @environment_id and w.start < @to and w.end > @from
    and (@everybody or c.id in (select value from json_each(@customer_ids)))
  group by c.external_id order by c.external_id`;

/**
 * The customers that anything charges within the range, or those of them that the filter names. An archived customer
 * and the one that has its external id now share a file, as they share their events.
 */
const chargedCustomers = (input: ReportInput, { deps: { store }, context: { environment_id } }: Call): FileKey[] =>
  store.sqlite.prepare(customersSql).all({
    environment_id,
    from: Date.parse(input.start_time),
    to: Date.parse(input.end_time),
    everybody: input.customer_ids.length === 0 ? 1 : 0,
    customer_ids: JSON.stringify(input.customer_ids),
  }) as FileKey[];
