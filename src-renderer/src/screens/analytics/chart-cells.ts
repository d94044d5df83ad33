import type { ChartFacts } from './chart-facts';
import { sumOf } from './chart-series';
import { sharePercent } from './percent';

/** One column of the chart's figures: its heading and its exact value in each shown window. */
export interface FigureColumn {
  id: string;
  header: string;
  values: string[];
  kind: 'amount' | 'percent' | 'change';
}

type Facts = Pick<ChartFacts, 'all' | 'allBefore' | 'windows' | 'kind'>;

/**
 * The chart's figures as columns, one value per window: every entry and the total; of a share chart each entry's share;
 * with a comparison the period before and the difference.
 */
export function figureColumns({ all, allBefore, windows, kind }: Facts): FigureColumn[] {
  const totalsOf = (series: readonly { values: readonly string[] }[]) =>
    windows.map((_, index) => sumOf(series.map((one) => one.values[index] ?? '0')));
  const totals = totalsOf(all);
  const columns = all.flatMap((one): FigureColumn[] => {
    const amounts: FigureColumn = { id: `series ${one.key}`, header: one.name, values: one.values, kind: 'amount' };
    if (kind !== 'share') return [amounts];
    const shares = one.values.map((value, index) => sharePercent(value, totals[index] ?? '0') ?? '0');
    return [amounts, { id: `share ${one.key}`, header: `${one.name} %`, values: shares, kind: 'percent' }];
  });
  columns.push({ id: 'total', header: 'Total', values: totals, kind: 'amount' });
  if (allBefore.length === 0) return columns;
  const before = totalsOf(allBefore);
  const changes = totals.map((value, index) => sumOf([value, negative(before[index] ?? '0')]));
  return [
    ...columns,
    { id: 'before', header: 'Period before', values: before, kind: 'amount' },
    { id: 'change', header: 'Difference', values: changes, kind: 'change' },
  ];
}

const negative = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : amount === '0' ? '0' : `-${amount}`);

/** The figures as cells of plain exact decimals, so that a sheet can count with them; one line per window. */
export function chartCells(facts: Facts & Pick<ChartFacts, 'windowHeader' | 'currency' | 'measure'>): string[][] {
  const columns = figureColumns(facts);
  const unit = facts.measure === 'cost' ? ` (${facts.currency.toUpperCase()})` : '';
  const header = columns.map((one) => (one.kind === 'percent' ? one.header : `${one.header}${unit}`));
  const lines = facts.windows.map(({ full }, index) => [full, ...columns.map((one) => one.values[index] ?? '0')]);
  return [[facts.windowHeader, ...header], ...lines];
}
