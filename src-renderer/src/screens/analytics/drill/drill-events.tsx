import type { Drill } from '@shared/entities/report';
import { useMemo } from 'react';
import { useRowHeight } from '../../../app/ui-store';
import { type DataColumn, DataTable } from '../../../components/data-table';
import { rowsOf } from '../../../components/row-source';
import { formatDateTime } from '../../../format/date';
import { formatNumber } from '../../../format/quantity';
import { amountWidth } from '../amount-width';

type DrillEvent = Drill['events'][number];

const mostRows = 14;
const propertiesText = (properties: Record<string, unknown>) =>
  Object.entries(properties)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** The raw events behind a number, newest first, with what each of them counts. */
export function DrillEvents({ events, zone }: { events: Drill['events']; zone: string }) {
  const rowHeight = useRowHeight();
  const rows = useMemo(() => rowsOf(events), [events]);
  const columns: DataColumn<DrillEvent>[] = [
    {
      id: 'time',
      header: 'Time',
      width: 'minmax(14.5rem, 1fr)',
      cell: ({ event }) => formatDateTime(event.timestamp, { zone }),
    },
    {
      id: 'name',
      header: 'Event',
      width: 'minmax(9rem, 1fr)',
      cell: ({ event }) => <span className="truncate">{event.event_name}</span>,
    },
    {
      id: 'quantity',
      header: 'Counts as',
      align: 'end',
      width: `${amountWidth(
        events.map(({ quantity }) => quantity),
        { least: 8 },
      )}rem`,
      cell: ({ quantity }) => (quantity === '' ? '—' : formatNumber(quantity)),
    },
    {
      id: 'customer',
      header: 'Customer',
      width: 'minmax(9rem, 1fr)',
      cell: ({ event }) => <span className="truncate">{event.external_customer_id}</span>,
    },
    {
      id: 'properties',
      header: 'Properties',
      width: 'minmax(14rem, 2fr)',
      cell: ({ event }) => (
        <span className="truncate" title={propertiesText(event.properties)}>
          {propertiesText(event.properties) || '—'}
        </span>
      ),
    },
  ];
  return (
    <div className="flex flex-col" style={{ height: Math.min(Math.max(rows.total, 1), mostRows) * rowHeight + 42 }}>
      <DataTable
        label="Events"
        rows={rows}
        columns={columns}
        rowKey={({ event, line_item_id }) => `${event.id} ${line_item_id}`}
        rowText={({ event }) => event.id}
        empty={<p className="p-4 text-14 text-secondary">No events are behind this number.</p>}
      />
    </div>
  );
}
