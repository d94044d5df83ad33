import type { Drill } from '@shared/entities/report';
import { useMemo, useState } from 'react';
import { useRowHeight } from '../../../app/ui-store';
import { Button } from '../../../components/button';
import { copyText } from '../../../components/copy-text';
import { type DataColumn, DataTable } from '../../../components/data-table';
import { rowsOf } from '../../../components/row-source';
import { formatDateTime } from '../../../format/date';
import { countText, formatNumber } from '../../../format/quantity';
import { amountWidth } from '../amount-width';
import { DeleteEventsDialog } from './delete-events-dialog';

type DrillEvent = Drill['events'][number];

const mostRows = 14;
const propertiesText = (properties: Record<string, unknown>) =>
  Object.entries(properties)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** A text that its cell may cut. */
const Cut = ({ text }: { text: string }) => (
  <span className="truncate" title={text}>
    {text}
  </span>
);

/** An event is here once for each line item that charges for it. */
const keyOf = ({ event, line_item_id }: DrillEvent) => `${event.id} ${line_item_id}`;

/** The raw events behind a number, newest first, with what each of them counts; mistaken ones are deleted here. */
export function DrillEvents({ events, zone }: { events: Drill['events']; zone: string }) {
  const rowHeight = useRowHeight();
  const rows = useMemo(() => rowsOf(events), [events]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState<readonly string[] | null>(null);
  const chosen = new Set(events.filter((one) => selected.has(keyOf(one))).map(({ event }) => event.id));
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
      width: 'minmax(8rem, 1fr)',
      cell: ({ event }) => <Cut text={event.event_name} />,
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
      width: 'minmax(8rem, 1fr)',
      cell: ({ event }) => <Cut text={event.external_customer_id} />,
    },
    {
      id: 'properties',
      header: 'Properties',
      width: 'minmax(11rem, 2fr)',
      cell: ({ event }) => <Cut text={propertiesText(event.properties) || '—'} />,
    },
  ];
  return (
    <>
      {chosen.size > 0 && (
        <div className="flex flex-wrap items-center gap-2 text-14">
          <span role="status">{countText(chosen.size, 'event', 'events')} selected</span>
          <Button onPress={() => setDeleting([...chosen])}>Delete…</Button>
          <Button kind="quiet" onPress={() => setSelected(new Set())}>
            Clear selection
          </Button>
        </div>
      )}
      <div className="flex flex-col" style={{ height: Math.min(Math.max(rows.total, 1), mostRows) * rowHeight + 42 }}>
        <DataTable
          label="Events"
          rows={rows}
          columns={columns}
          rowKey={keyOf}
          rowText={({ event }) => event.id}
          rowActions={({ event }) => [
            { id: 'copy-id', label: 'Copy event ID', onAction: () => void copyText(event.id, 'Event ID') },
            {
              id: 'copy-properties',
              label: 'Copy properties',
              isDisabled: Object.keys(event.properties).length === 0,
              onAction: () => void copyText(JSON.stringify(event.properties, null, 2), 'Properties'),
            },
            { id: 'delete', label: 'Delete…', isDangerous: true, onAction: () => setDeleting([event.id]) },
          ]}
          selected={selected}
          onSelect={setSelected}
          empty={<p className="p-4 text-14 text-secondary">No events are behind this number.</p>}
        />
      </div>
      {deleting && (
        <DeleteEventsDialog ids={deleting} onClose={() => setDeleting(null)} onDeleted={() => setSelected(new Set())} />
      )}
    </>
  );
}
