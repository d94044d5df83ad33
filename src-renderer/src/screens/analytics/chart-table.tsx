import { useMemo } from 'react';
import { useRowHeight } from '../../app/ui-store';
import { type DataColumn, DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { useIsPrinting } from '../../components/use-is-printing';
import { amountWidth } from './amount-width';
import { type FigureColumn, figureColumns } from './chart-cells';
import type { ChartFacts } from './chart-facts';
import { formatPercent } from './percent';

interface Row {
  key: string;
  index: number;
  label: string;
}

const mostRows = 9;

/** The chart's figures as a table: one line per window, one column per entry, none folded. */
export function ChartTable({ facts }: { facts: ChartFacts }) {
  const { title, windows, windowHeader, amountText } = facts;
  const rowHeight = useRowHeight();
  const isPrinting = useIsPrinting();
  const rows = useMemo(
    () => rowsOf(windows.map(({ full }, index): Row => ({ key: `${index} ${full}`, index, label: full }))),
    [windows],
  );
  const figures = useMemo(() => figureColumns(facts), [facts]);
  const textOf = (kind: FigureColumn['kind'], value: string) => {
    if (kind === 'percent') return formatPercent(value);
    return kind === 'change' && value !== '0' && !value.startsWith('-') ? `+${amountText(value)}` : amountText(value);
  };
  const columns: DataColumn<Row>[] = [
    { id: 'window', header: windowHeader, width: 'minmax(12rem, 1fr)', cell: (row) => row.label },
    ...figures.map(
      ({ id, header, values, kind }): DataColumn<Row> => ({
        id,
        header,
        align: 'end',
        width: `minmax(${kind === 'percent' ? 8 : amountWidth(values, { least: 8 })}rem, 1fr)`,
        cell: (row) => {
          const text = textOf(kind, values[row.index] ?? '0');
          return id === 'total' ? <strong className="font-semibold">{text}</strong> : text;
        },
      }),
    ),
  ];
  return (
    <div
      className="flex flex-col"
      style={isPrinting ? {} : { height: Math.min(windows.length, mostRows) * rowHeight + 40 }}
    >
      <DataTable
        label={title}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.key}
        rowText={(row) => row.label}
        empty={null}
      />
    </div>
  );
}
