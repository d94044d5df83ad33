import type { Drill, DrillRow } from '@shared/entities/report';
import { Info } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useRowHeight } from '../../../app/ui-store';
import { type DataColumn, DataTable } from '../../../components/data-table';
import { IconButton } from '../../../components/icon-button';
import { LongAmount } from '../../../components/long-amount';
import { rowsOf } from '../../../components/row-source';
import { ErrorState, LoadingState } from '../../../components/states';
import { useApiQuery } from '../../../door/use-api';
import { formatDate } from '../../../format/date';
import { formatMoney } from '../../../format/money';
import { countText, formatCount, formatQuantity } from '../../../format/quantity';
import { costWidth } from './cost-width';
import { DrillEvents } from './drill-events';
import { type DrillQuestion, type DrillStep, stepBelow, stepToExplain } from './drill-steps';
import { Pager } from './pager';
import { useLastPage } from './use-last-page';

interface Props {
  step: DrillStep & { level: DrillQuestion['level'] };
  zone: string;
  onStep(step: DrillStep): void;
}

const pageSize = 50;
const mostRows = 14;

/** The rows (or events) behind a number, and the number again: all of them add up to it. */
export function DrillLevel({ step, zone, onStep }: Props) {
  const [offset, setOffset] = useState(0);
  const { level, scope, where } = step;
  const drill = useApiQuery('report.drill', { ...scope, ...where, level, limit: pageSize, offset });
  const data = useLastPage(drill.data, pageSize, setOffset);
  if (drill.error) return <ErrorState error={drill.error} onRetry={() => void drill.refetch()} />;
  if (!data) return <LoadingState label="Looking behind the number" rows={6} />;
  return (
    <div aria-busy={drill.isPlaceholderData} className="flex flex-col gap-3">
      <p className="text-14 text-secondary">
        {data.totals.length === 0 && 'Nothing was charged here.'}
        {data.totals.map((total) => (
          <span key={total.currency} className="mr-3">
            <strong className="text-20 font-semibold text-ink">{formatMoney(total.total_cost, total.currency)}</strong>{' '}
            in all, from {countText(total.event_count, 'event', 'events')}
            {level === 'features' && data.total_count > 1 && ', counted once per feature'}
          </span>
        ))}
      </p>
      {level === 'events' ? (
        <DrillEvents events={data.events} zone={zone} />
      ) : (
        <Rows drill={data} step={step} zone={zone} onStep={onStep} />
      )}
      <Pager offset={data.offset} size={pageSize} total={data.total_count} onOffset={setOffset} />
    </div>
  );
}

const headings: Record<DrillQuestion['level'], string> = {
  features: 'Feature',
  prices: 'Price',
  customers: 'Customer',
  events: 'Event',
};

function Rows({ drill, step, zone, onStep }: Props & { drill: Drill }) {
  const rowHeight = useRowHeight();
  const rows = useMemo(() => rowsOf(drill.rows), [drill.rows]);
  const nameOf = (row: DrillRow) => row.name || row.external_customer_id || row.key;
  const columns: DataColumn<DrillRow>[] = [
    {
      id: 'name',
      header: headings[step.level],
      width: 'minmax(10rem, 1.4fr)',
      cell: (row) => (
        <span className="min-w-0 truncate" title={[nameOf(row), row.plan_name].filter(Boolean).join(' · ')}>
          {nameOf(row)}
          {step.level === 'prices' && row.plan_name && row.plan_name !== row.name && (
            <span className="text-muted"> · {row.plan_name}</span>
          )}
        </span>
      ),
    },
    ...(step.level === 'features'
      ? []
      : [
          {
            id: 'dates',
            header: 'Charged',
            width: 'minmax(13.5rem, 1fr)',
            cell: (row: DrillRow) => `${dayOf(row.from, zone) ?? 'start'} – ${dayOf(row.to, zone) ?? 'end'}`,
          },
        ]),
    {
      id: 'usage',
      header: 'Total Usage',
      align: 'end',
      width: 'minmax(12.5rem, 1fr)',
      cell: (row) => (
        <LongAmount text={formatQuantity(row.total_usage, { unit_singular: row.unit, unit_plural: row.unit_plural })} />
      ),
    },
    { id: 'events', header: 'Events', align: 'end', width: '6rem', cell: (row) => formatCount(row.event_count) },
    {
      id: 'cost',
      header: 'Total Cost',
      align: 'end',
      width: `minmax(${costWidth(drill.rows)}rem, 1fr)`,
      cell: (row) => (
        <span className="flex items-center justify-end gap-1">
          {row.price_id !== '' && (
            <IconButton
              label={`How was the cost of ${nameOf(row)} computed?`}
              icon={<Info size={16} />}
              onPress={() => onStep(stepToExplain(step, row))}
            />
          )}
          <LongAmount text={formatMoney(row.total_cost, row.currency)} />
        </span>
      ),
    },
  ];
  return (
    <div className="flex flex-col" style={{ height: Math.min(Math.max(rows.total, 1), mostRows) * rowHeight + 42 }}>
      <DataTable
        label={`${headings[step.level]}s behind ${step.label}`}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.key}
        rowText={nameOf}
        onOpen={(row) => {
          const below = stepBelow(step, row);
          if (below) onStep(below);
        }}
        empty={<p className="p-4 text-14 text-secondary">There is nothing behind this number.</p>}
      />
    </div>
  );
}

const dayOf = (instant: string | null, zone: string) => (instant === null ? null : formatDate(instant, { zone }));
