import type { ReportInput, ReportSeries } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import type { Call } from '../deps';
import { type Cell, csvCells } from '../reports/csv';
import { isByPart } from '../reports/report-dimension';
import { seriesOf } from '../reports/report-groups';
import { questionOf } from '../reports/report-question';
import { readReport } from '../reports/report-reading';
import { tellAsked } from '../reports/tell-asked';
import { usageByGroup } from '../reports/usage-by-group';
import { type FileKey, type FilePlan, type FileRow, noKey } from './file-plan';
import { sliceOfWindows } from './slice-of-windows';

/** Cost and usage of so many windows of entries are held at once. */
const mostHeld = 300_000;
/** More customers than these are never read together, however few windows there are: each has many line items. */
const mostCustomers = 1000;
const all = Number.MAX_SAFE_INTEGER;

/**
 * The chart as rows: one per window and entry, the empty windows too; every entry is told apart. Usage stays blank where
 * an entry's features are measured in different units. What is more than may be held is worked out some windows at a time,
 * by customer some customers at a time. Apart by customer, every customer's chart is worked out on its own.
 */
export function seriesFile(input: ReportInput, call: Call, byCustomer: boolean, held = mostHeld): FilePlan {
  const { store } = call.deps;
  const question = questionOf(store, input, call.context.environment_id);
  // The thread that writes the file tells nobody.
  tellAsked(call, input.group_by, question);
  const { windows } = question;
  const customers = byCustomer || input.group_by === 'customer' ? chargedCustomers(input, call) : [];
  const together = byCustomer ? 1 : Math.min(mostCustomers, Math.max(1, Math.floor(held / windows.length)));
  const steps = customers.length > 0 ? chunksOf(customers, together) : [null];
  const entry = input.group_by === 'group' ? ['price_group_name', 'price_group_id'] : ['entry_name', 'entry_key'];
  // Fewer than there are prices, unless events are told apart by what they say.
  const mostEntries = isByPart(input.group_by) ? null : question.prices.length;
  return {
    columns: ['window_start', 'window_end', ...entry, 'currency', 'usage', 'cost'],
    steps: steps.length,
    *batches() {
      for (const [index, some] of steps.entries()) {
        const asked = some ? { ...input, customer_ids: some.flatMap(({ ids }) => ids) } : input;
        const customer = (byCustomer && some?.[0]) || noKey;
        for (const { rows, done } of seriesRows(asked, call, { customer, windows, held, mostEntries })) {
          yield { rows, done: index + done };
        }
      }
    },
  };
}

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

interface Piece {
  customer: FileKey;
  windows: readonly number[];
  held: number;
  /** How many entries there may be; null when only the usage tells. */
  mostEntries: number | null;
}

const keyOf = (entry: { kind: string; key: string; currency: string }) =>
  `${entry.kind}/${entry.currency}/${entry.key}`;

/** The rows of a window at a time, in the order of the cost of the whole range. */
function* seriesRows(input: ReportInput, call: Call, { customer, windows, held, mostEntries }: Piece) {
  const isOne = mostEntries !== null && mostEntries * windows.length <= held;
  const asked: ReportInput = { ...input, previous: 'none', most_entries: all, most_series: all };
  const report = usageByGroup(isOne ? asked : { ...asked, window_size: 'MONTH', most_series: 1 }, call);
  const entries = report.groups;
  const size = isOne ? windows.length : Math.max(1, Math.floor(held / Math.max(1, entries.length)));
  const seriesOfSlice = isOne ? () => report.series : slicedSeries(input, call);
  for (const slice of chunksOf([...windows.keys()], size)) {
    const series = new Map(seriesOfSlice(slice[0] ?? 0, slice.length).map((one) => [keyOf(one), one]));
    for (const [place, index] of slice.entries()) {
      const window_start = toInstant(Math.max(windows[index] ?? 0, Date.parse(input.start_time)));
      const following = windows[index + 1];
      const window_end = following === undefined ? input.end_time : toInstant(following);
      const rows = entries.map((entry): FileRow => {
        const known = series.get(keyOf(entry));
        const { name, key, currency } = entry;
        const usage: Cell = entry.total_usage === null ? '' : { number: known?.usage[place] ?? '0' };
        const cells = [window_start, window_end, name, key, currency, usage, { number: known?.cost[place] ?? '0' }];
        return { line: csvCells(cells), customer, group: { id: key, name } };
      });
      yield { rows, done: (index + 1) / windows.length };
    }
  }
}

/** Answers what every entry comes to in some windows at a time. */
function slicedSeries(input: ReportInput, { deps: { store }, context: { environment_id } }: Call) {
  const whole = questionOf(store, input, environment_id);
  return (first: number, count: number): ReportSeries[] => {
    const question = sliceOfWindows(whole, first, count);
    const entries = readReport(store, question, input.group_by, all).tell(all, { windows: true });
    return entries.map((entry) => seriesOf(entry, question.windows.length));
  };
}

const customersSql = `
  select c.id, c.external_id as name, json_group_array(distinct c.id) as ids, max(c.status = 'published') as is_live
  from charge_windows w
  join line_items li on li.number = w.line_item join customers c on c.id = li.customer_id
  where c.environment_id = @environment_id and w.start < @to and w.end > @from
    and (@everybody or c.id in (select value from json_each(@customer_ids)))
  group by c.external_id order by c.external_id`;

/** Everyone who has or had an external id. */
interface FileCustomer extends FileKey {
  ids: string[];
}

/**
 * The customers that anything charges within the range, or those of them that the filter names. An archived customer
 * and the one that has its external id now share a file, as they share their events.
 */
function chargedCustomers(input: ReportInput, { deps: { store }, context: { environment_id } }: Call): FileCustomer[] {
  const rows = store.sqlite.prepare(customersSql).all({
    environment_id,
    from: Date.parse(input.start_time),
    to: Date.parse(input.end_time),
    everybody: input.customer_ids.length === 0 ? 1 : 0,
    customer_ids: JSON.stringify(input.customer_ids),
  }) as (FileKey & { ids: string })[];
  return rows.map((row) => ({ ...row, ids: JSON.parse(row.ids) }));
}
