import type { UnchargedCustomer, UnchargedReason } from '@shared/entities/report';
import { useMemo, useState } from 'react';
import { useRowHeight } from '../../../app/ui-store';
import { type DataColumn, DataTable } from '../../../components/data-table';
import { Notice } from '../../../components/form';
import { LongAmount } from '../../../components/long-amount';
import { rowsOf } from '../../../components/row-source';
import { ErrorState, LoadingState } from '../../../components/states';
import { useApiQuery } from '../../../door/use-api';
import { countText, formatCount, formatQuantity, type Unit } from '../../../format/quantity';
import { unchargedNote } from '../usage-note';
import { DrillEvents } from './drill-events';
import type { DrillStep } from './drill-steps';
import { stepToUnchargedEvents } from './drill-steps';
import { Pager } from './pager';
import { reasonSentences, reasonWords } from './uncharged-reason';
import { useLastPage } from './use-last-page';

interface Props {
  step: DrillStep;
  zone: string;
  onStep(step: DrillStep): void;
}

const pageSize = 50;
const mostRows = 14;

/** Whose usage of a feature nothing charges for and why; of one customer its events. */
export function UnchargedLevel({ step, zone, onStep }: Props) {
  const [offset, setOffset] = useState(0);
  const { scope, where } = step;
  const level = step.level === 'uncharged' ? 'customers' : 'events';
  const { meter_id, external_customer_id } = where;
  const asked = useApiQuery('report.uncharged', {
    ...scope,
    meter_id: meter_id ?? '',
    external_customer_id,
    level,
    limit: pageSize,
    offset,
  });
  const data = useLastPage(asked.data, pageSize, setOffset);
  if (asked.error) return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!data) return <LoadingState label="Looking behind the usage" rows={6} />;
  const unit = { unit_singular: data.unit, unit_plural: data.unit_plural };
  const note = level === 'customers' ? unchargedNote(data.aggregation_type, false) : null;
  const feature = where.feature_name ?? 'this feature';
  return (
    <div aria-busy={asked.isPlaceholderData} className="flex flex-col gap-3">
      <p className="text-14 text-secondary">
        <strong className="text-20 font-semibold text-ink">{formatQuantity(data.total_usage, unit)}</strong> not
        charged, from {countText(data.event_count, 'event', 'events')}
      </p>
      {note && <p className="text-13 text-secondary">{note}</p>}
      {level === 'events' ? (
        <>
          <Reasons reasons={data.customers[0]?.reasons ?? []} feature={feature} zone={zone} />
          <DrillEvents events={data.events} zone={zone} />
        </>
      ) : (
        <Customers
          customers={data.customers}
          unit={unit}
          onOpen={(customer) => onStep(stepToUnchargedEvents(step, customer))}
        />
      )}
      <Pager offset={data.offset} size={pageSize} total={data.total_count} onOffset={setOffset} />
    </div>
  );
}

/** Why, and what can be done about it. */
function Reasons({ reasons, feature, zone }: { reasons: readonly UnchargedReason[]; feature: string; zone: string }) {
  return reasons.map((reason) => (
    <Notice key={`${reason.why} ${reason.plan_id} ${reason.at}`} kind="info">
      {reasons.length > 1 && <strong>{countText(reason.event_count, 'event', 'events')}: </strong>}
      {reasonSentences(reason, { feature, zone })}
    </Notice>
  ));
}

const whyText = (reasons: readonly UnchargedReason[]) => reasons.map(reasonWords).join('; ');
const nameOf = ({ name, external_customer_id }: UnchargedCustomer) => name || external_customer_id;

interface CustomersProps {
  customers: UnchargedCustomer[];
  unit: Unit;
  onOpen(customer: UnchargedCustomer): void;
}

function Customers({ customers, unit, onOpen }: CustomersProps) {
  const rowHeight = useRowHeight();
  const rows = useMemo(() => rowsOf(customers), [customers]);
  const columns: DataColumn<UnchargedCustomer>[] = [
    {
      id: 'name',
      header: 'Customer',
      width: 'minmax(11rem, 1fr)',
      cell: (row) => (
        <span className="min-w-0 truncate" title={nameOf(row)}>
          {nameOf(row)}
        </span>
      ),
    },
    {
      id: 'why',
      header: 'Why it is not charged',
      width: 'minmax(13rem, 1.6fr)',
      cell: ({ reasons }) => (
        <span className="min-w-0 truncate" title={whyText(reasons)}>
          {whyText(reasons)}
        </span>
      ),
    },
    {
      id: 'usage',
      header: 'Total Usage',
      align: 'end',
      width: 'minmax(10rem, 0.8fr)',
      cell: (row) => <LongAmount text={formatQuantity(row.total_usage, unit)} />,
    },
    { id: 'events', header: 'Events', align: 'end', width: '6rem', cell: (row) => formatCount(row.event_count) },
  ];
  return (
    <div className="flex flex-col" style={{ height: Math.min(Math.max(rows.total, 1), mostRows) * rowHeight + 42 }}>
      <DataTable
        label="Customers with usage that is not charged"
        rows={rows}
        columns={columns}
        rowKey={(row) => row.external_customer_id}
        rowText={nameOf}
        onOpen={onOpen}
        empty={<p className="p-4 text-14 text-secondary">All of it is charged now.</p>}
      />
    </div>
  );
}
