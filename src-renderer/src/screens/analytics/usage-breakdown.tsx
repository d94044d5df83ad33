import type { Report, ReportGroup, ReportRow } from '@shared/entities/analytics';
import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Button } from '../../components/button';
import { Chip } from '../../components/chip';
import { TextWithTooltip } from '../../components/tooltip';
import { type TreeColumn, TreeTable } from '../../components/tree-table';
import { formatMoney } from '../../format/money';
import { formatCount, formatNumber, formatQuantity } from '../../format/quantity';
import { amountWidth } from './amount-width';
import { type CostBefore, changeCell, costBefore } from './breakdown-change';
import { optionalColumns } from './breakdown-columns';
import { type BreakdownField, type BreakdownSort, breakdownKey, orderBreakdown } from './breakdown-order';
import { useClosedGroups } from './breakdown-store';
import { withEntriesGone } from './entries-gone';
import { shareText } from './percent';
import { usageNote } from './usage-note';

interface Props {
  report: Report;
  sort: BreakdownSort;
  onSort(sort: BreakdownSort): void;
  /** Ids of the optional columns that are shown. */
  optional?: readonly string[];
  /** Buttons beside Expand all. */
  actions?: ReactNode;
  /** What explains the cost of a row, beside it. */
  explainCost?(row: ReportRow, entry: ReportGroup): ReactNode;
  /** Shows what is behind an entry (`row` is null) or one of its rows. */
  onDrill?(entry: ReportGroup, row: ReportRow | null): void;
}

const none = '—';

const rowUnit = (row: ReportRow) => ({ unit_singular: row.unit, unit_plural: row.unit_plural });

/** What a group's usage reads: a sum only where all of its rows count the same thing. */
function GroupUsage({ group }: { group: ReportGroup }) {
  const [first] = group.rows;
  if (!first) return group.total_usage === null ? none : formatNumber(group.total_usage);
  if (group.total_usage !== null) return formatQuantity(group.total_usage, rowUnit(first));
  return (
    <TextWithTooltip text="Not added up: the features of this group count different things. Sorted by usage, it comes last.">
      {none}
    </TextWithTooltip>
  );
}

/** What entries and their rows cost in the period before, and how that changed. */
function changeColumns(before: CostBefore, width: number): TreeColumn<ReportGroup, ReportRow>[] {
  return [
    {
      id: 'before',
      header: 'Period before',
      align: 'end',
      width: `minmax(${width}rem, 1fr)`,
      group: (group) => formatMoney(before.ofEntry(group), group.currency),
      row: (row, group) => formatMoney(before.ofRow(row, group), row.currency),
    },
    {
      id: 'change',
      header: 'Change',
      align: 'end',
      width: 'minmax(7.5rem, 0.6fr)',
      group: (group) => changeCell(before.ofEntry(group), group.total_cost),
      row: (row, group) => changeCell(before.ofRow(row, group), row.total_cost),
    },
  ];
}

/** The line of a currency below the breakdown, by column. */
function totalCells(
  report: Report,
  total: Report['totals'][number],
  before: CostBefore | null,
): Record<string, string> {
  const { currency, total_cost } = total;
  return {
    name: `Total (${currency.toUpperCase()})`,
    cost: formatMoney(total_cost, currency),
    share: shareText(total_cost, total_cost) ?? none,
    // Events are counted for the whole report, not by currency.
    ...(report.totals.length === 1 && { events: formatCount(report.kpis.event_count) }),
    ...(before && {
      before: formatMoney(before.ofCurrency(currency), currency),
      change: changeCell(before.ofCurrency(currency), total_cost),
    }),
  };
}

/** Every amount that a column of costs shows. */
const costsIn = ({ groups, totals }: Pick<Report, 'groups' | 'totals'>) => [
  ...groups.flatMap((group) => [group.total_cost, ...group.rows.map((row) => row.total_cost)]),
  ...totals.map((total) => total.total_cost),
];

/** Up to here a quantity is not broken amid its digits; an average may have thirty decimals. */
const mostUsageRem = 12.5;

const usageWidth = ({ groups }: Pick<Report, 'groups'>) =>
  Math.min(
    mostUsageRem,
    amountWidth(
      groups.flatMap((group) => [group.total_usage ?? '0', ...group.rows.map((row) => row.total_usage)]),
      { least: 9 },
    ),
  );

/** Usage and cost by entry and feature, with a total per currency. */
export function UsageBreakdown({ report: asked, sort, onSort, optional = [], actions, explainCost, onDrill }: Props) {
  const { closed, setClosed } = useClosedGroups();
  const report = useMemo(() => withEntriesGone(asked), [asked]);
  const groups = useMemo(() => orderBreakdown(report, sort), [report, sort]);
  const totals = new Map(report.totals.map((total) => [total.currency, total.total_cost]));
  const before = useMemo(() => costBefore(report), [report]);
  const costs = useMemo(
    () => ({ now: costsIn(report), before: asked.previous ? costsIn(asked.previous) : [] }),
    [report, asked],
  );
  const isMixed = report.totals.length > 1;
  const closedKeys = new Set(closed);
  const isAllClosed = groups.length > 0 && groups.every((group) => closedKeys.has(breakdownKey(group)));

  const columns: TreeColumn<ReportGroup, ReportRow>[] = [
    {
      id: 'name',
      header: report.group_by === 'feature' ? 'Price' : 'Feature',
      width: 'minmax(12rem, 2.4fr)',
      sortKey: 'name',
      group: (group) => (
        <span className="break-words">
          {group.name}{' '}
          <span className="font-regular whitespace-nowrap text-muted">({formatCount(group.rows.length)})</span>
          {isMixed && (
            <>
              {' '}
              <Chip kind="neutral">{group.currency.toUpperCase()}</Chip>
            </>
          )}
        </span>
      ),
      row: (row) => <span className="min-w-0 break-words">{row.name}</span>,
    },
    {
      id: 'usage',
      header: 'Total Usage',
      width: `minmax(${usageWidth(report)}rem, 1fr)`,
      align: 'end',
      sortKey: 'usage',
      group: (group) => <GroupUsage group={group} />,
      row: (row) => {
        const text = formatQuantity(row.total_usage, rowUnit(row));
        const note = usageNote(row.aggregation_type);
        return note ? <TextWithTooltip text={note}>{text}</TextWithTooltip> : text;
      },
    },
    {
      id: 'cost',
      header: 'Total Cost',
      width: `minmax(${amountWidth(costs.now, { least: 10, beside: 1.75 })}rem, 1fr)`,
      align: 'end',
      sortKey: 'cost',
      group: (group) =>
        onDrill && group.kind !== 'other' && group.rows.length > 0 ? (
          <button
            type="button"
            onClick={() => onDrill(group, null)}
            title={`Show what is behind the cost of ${group.name}`}
            className="rounded-control underline decoration-dotted underline-offset-4 hover:text-link print:no-underline"
          >
            {formatMoney(group.total_cost, group.currency)}
          </button>
        ) : (
          formatMoney(group.total_cost, group.currency)
        ),
      row: (row, group) => (
        <span className="flex items-center justify-end gap-1">
          {explainCost?.(row, group)}
          {formatMoney(row.total_cost, row.currency)}
        </span>
      ),
    },
    {
      id: 'share',
      header: 'Share',
      align: 'end',
      width: 'minmax(6rem, 0.6fr)',
      group: (group) => shareText(group.total_cost, totals.get(group.currency) ?? '0') ?? none,
      row: (row) => shareText(row.total_cost, totals.get(row.currency) ?? '0') ?? none,
    },
    ...optionalColumns.filter(({ id }) => optional.includes(id)),
    ...(before ? changeColumns(before, amountWidth(costs.before, { least: 9 })) : []),
  ];

  return (
    <section className="flex flex-col gap-2">
      <div className="flex break-after-avoid flex-wrap items-center justify-end gap-2">
        <h2 className="mr-auto text-16 font-semibold">Usage Breakdown</h2>
        <Button
          icon={isAllClosed ? <ChevronsUpDown aria-hidden size={16} /> : <ChevronsDownUp aria-hidden size={16} />}
          onPress={() => setClosed(isAllClosed ? new Set() : new Set(groups.map(breakdownKey)))}
          isDisabled={groups.length === 0}
          className="print:hidden"
        >
          {isAllClosed ? 'Expand all' : 'Collapse all'}
        </Button>
        {actions && <span className="flex flex-wrap gap-2 print:hidden">{actions}</span>}
      </div>
      {groups.length === 0 ? (
        <p className="rounded-control border border-line bg-surface p-4 text-14 text-secondary">
          No subscription charges for usage in this range.
        </p>
      ) : (
        <div className="rounded-control bg-surface">
          <TreeTable<ReportGroup, ReportRow>
            // Of another grouping no row is the same: the old ones go, and the new ones are drawn in slices again.
            key={report.group_by}
            label="Usage Breakdown"
            groups={groups}
            groupKey={breakdownKey}
            rowsOf={(group) => group.rows}
            rowKey={(row) => row.key}
            {...(onDrill && { onOpenRow: (row: ReportRow, group: ReportGroup) => onDrill(group, row) })}
            columns={columns}
            sort={sort}
            onSort={({ field, direction }) => onSort({ field: field as BreakdownField, direction })}
            closed={closedKeys}
            onClosed={setClosed}
            footer={report.totals.map((total) => {
              const cells = totalCells(report, total, before);
              return { key: total.currency, cells: columns.map(({ id }) => cells[id] ?? '') };
            })}
          />
        </div>
      )}
    </section>
  );
}
