import { useMemo } from 'react';
import { useRowHeight } from '../../app/ui-store';
import { type DataColumn, DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { useIsPrinting } from '../../components/use-is-printing';
import { amountWidth } from './amount-width';
import { type FigureColumn, figureColumns } from './chart-cells';
import type { ChartFacts } from './chart-facts';
import { columnsOnSheets, seriesOnPaper } from './paper-columns';
import { formatPercent } from './percent';

interface Row {
  key: string;
  index: number;
  label: string;
}

const mostRows = 9;

/** Rem that a column of figures needs. */
const widthOf = ({ kind, values }: FigureColumn) => (kind === 'percent' ? 8 : amountWidth(values, { least: 8 }));

/**
 * The chart's figures as a table: one line per window, one column per entry, none folded. On paper, which does not
 * scroll sideways, as several tables below each other where one would be too wide.
 */
export function ChartTable({ facts }: { facts: ChartFacts }) {
  const { title, windows, windowHeader, amountText } = facts;
  const rowHeight = useRowHeight();
  const isPrinting = useIsPrinting();
  const rows = useMemo(
    () => rowsOf(windows.map(({ full }, index): Row => ({ key: `${index} ${full}`, index, label: full }))),
    [windows],
  );
  const tables = useMemo(
    () =>
      isPrinting
        ? columnsOnSheets(figureColumns({ ...facts, all: seriesOnPaper(facts) }), widthOf)
        : [figureColumns(facts)],
    [facts, isPrinting],
  );
  const textOf = (kind: FigureColumn['kind'], value: string) => {
    if (kind === 'percent') return formatPercent(value);
    return kind === 'change' && value !== '0' && !value.startsWith('-') ? `+${amountText(value)}` : amountText(value);
  };
  const columnsOf = (figures: readonly FigureColumn[]): DataColumn<Row>[] => [
    {
      id: 'window',
      header: windowHeader,
      width: `minmax(${isPrinting ? 9.5 : 12}rem, 1fr)`,
      cell: (row) => row.label,
    },
    ...figures.map(
      (figure): DataColumn<Row> => ({
        id: figure.id,
        header: figure.header,
        align: 'end',
        width: `minmax(${widthOf(figure)}rem, 1fr)`,
        cell: (row) => {
          const text = textOf(figure.kind, figure.values[row.index] ?? '0');
          return figure.id === 'total' ? <strong className="font-semibold">{text}</strong> : text;
        },
      }),
    ),
  ];
  return (
    <div
      className="flex flex-col gap-4"
      style={isPrinting ? {} : { height: Math.min(windows.length, mostRows) * rowHeight + 40 }}
    >
      {tables.map((figures) => (
        <DataTable
          // A table draws what it is given a moment later, which is too late for paper: one with other columns is another.
          key={figures.map(({ id }) => id).join()}
          label={title}
          rows={rows}
          columns={columnsOf(figures)}
          rowKey={(row) => row.key}
          rowText={(row) => row.label}
          empty={null}
        />
      ))}
    </div>
  );
}
