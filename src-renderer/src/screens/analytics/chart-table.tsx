import { useMemo } from 'react';
import { useRowHeight } from '../../app/ui-store';
import { type DataColumn, DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { type ChartSeries, sumOf } from './chart-series';

interface Props {
  label: string;
  /** Every group, none folded. */
  series: readonly ChartSeries[];
  windows: readonly { short: string; full: string }[];
  windowHeader: string;
  amountText(amount: string): string;
}

interface Row {
  key: string;
  index: number;
  label: string;
}

const mostRows = 9;

/** The chart's figures as a table: one line per window, one column per group. */
export function ChartTable({ label, series, windows, windowHeader, amountText }: Props) {
  const rowHeight = useRowHeight();
  const rows = useMemo(
    () => rowsOf(windows.map(({ full }, index): Row => ({ key: `${index} ${full}`, index, label: full }))),
    [windows],
  );
  const columns: DataColumn<Row>[] = [
    { id: 'window', header: windowHeader, width: 'minmax(12rem, 1fr)', cell: (row) => row.label },
    ...series.map(
      (one): DataColumn<Row> => ({
        id: `series ${one.key}`,
        header: one.name,
        align: 'end',
        cell: (row) => amountText(one.values[row.index] ?? '0'),
      }),
    ),
    {
      id: 'total',
      header: 'Total',
      align: 'end',
      cell: (row) => (
        <strong className="font-semibold">
          {amountText(sumOf(series.map((one) => one.values[row.index] ?? '0')))}
        </strong>
      ),
    },
  ];
  return (
    <div className="flex flex-col" style={{ height: Math.min(windows.length, mostRows) * rowHeight + 40 }}>
      <DataTable
        label={label}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.key}
        rowText={(row) => row.label}
        empty={null}
      />
    </div>
  );
}
