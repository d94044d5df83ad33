import type { UsageDifference } from '@shared/entities/usage-check';
import { useMemo } from 'react';
import { type DataColumn, DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';

const names: Record<UsageDifference['roll_up'], string> = {
  usage_days: 'Usage of a customer',
  usage_day_totals: 'Usage of everybody',
  usage_price_days: 'Usage a price charges for',
  usage_day_picks: 'Greatest or latest of a customer',
  usage_day_uniques: 'Distinct value of a customer',
  usage_fact_days: 'Usage of a customer by source or property',
};

const text = (value: string) => <span title={value}>{value}</span>;

const columns: DataColumn<UsageDifference>[] = [
  { id: 'day', header: 'Day', width: '7rem', cell: ({ day }) => day },
  { id: 'meter', header: 'Measured', width: 'minmax(8rem, 1fr)', cell: ({ meter_name }) => text(meter_name) },
  { id: 'what', header: 'What', width: 'minmax(8rem, 1fr)', cell: ({ roll_up }) => text(names[roll_up]) },
  { id: 'of', header: 'Of', width: 'minmax(7rem, 1fr)', cell: ({ of }) => text(of) },
  { id: 'kept', header: 'Kept', width: 'minmax(8rem, 1fr)', cell: ({ kept }) => text(kept ?? 'Nothing') },
  { id: 'counted', header: 'Counted', width: 'minmax(8rem, 1fr)', cell: ({ counted }) => text(counted ?? 'Nothing') },
];

/** Where what is kept of usage differs from the raw events. */
export function UsageDifferences({ differences }: { differences: readonly UsageDifference[] }) {
  const rows = useMemo(() => rowsOf(differences), [differences]);
  return (
    <div className="flex max-h-100 min-h-0 flex-col">
      <DataTable
        label="Differences"
        rows={rows}
        columns={columns}
        rowKey={({ roll_up, meter_id, day, of }) => `${roll_up}/${meter_id}/${day}/${of}`}
        rowText={({ meter_name, day }) => `${meter_name} ${day}`}
        empty={null}
      />
    </div>
  );
}
