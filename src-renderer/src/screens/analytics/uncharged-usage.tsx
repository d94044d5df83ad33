import type { Report, UnchargedRow } from '@shared/entities/analytics';
import { useNavigate } from '@tanstack/react-router';
import { Plus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useRowHeight } from '../../app/ui-store';
import { Button } from '../../components/button';
import { type DataColumn, DataTable } from '../../components/data-table';
import { LongAmount } from '../../components/long-amount';
import { ActionMenu } from '../../components/menu';
import { rowsOf } from '../../components/row-source';
import { TextWithTooltip } from '../../components/tooltip';
import { useIsPrinting } from '../../components/use-is-printing';
import { useApiQuery } from '../../door/use-api';
import { formatCount, formatNumber } from '../../format/quantity';
import { CustomersOnPlanDialog } from '../imports/customers-on-plan-dialog';
import { unchargedNote } from './usage-note';

/** `isApart`: see unchargedNote. */
const columnsOf = (isApart: boolean): DataColumn<UnchargedRow>[] => [
  {
    id: 'name',
    header: 'Feature',
    width: 'minmax(14rem, 2.4fr)',
    cell: (row) => <span title={row.name}>{row.name}</span>,
  },
  {
    id: 'usage',
    header: 'Total Usage',
    align: 'end',
    width: 'minmax(12.5rem, 1fr)',
    cell: (row) => {
      const text = <LongAmount text={`${formatNumber(row.total_usage)} ${row.unit_plural || 'units'}`} />;
      const note = unchargedNote(row.aggregation_type, isApart);
      return note ? <TextWithTooltip text={note}>{text}</TextWithTooltip> : text;
    },
  },
  { id: 'events', header: 'Events', align: 'end', cell: (row) => formatCount(row.event_count) },
];

const mostRows = 8;
/** How many plans the menu offers; the others are on the Plans screen. */
const mostPlans = 20;

/** Opens Add Charges of a plan: at once when there is one, else after asking which. */
function AddChargeButton() {
  const navigate = useNavigate();
  const plans = useApiQuery('plan.search', { status: 'published', limit: mostPlans });
  const icon = <Plus aria-hidden size={16} />;
  const addTo = (planId: string) => void navigate({ to: '/plans/$planId/charges/new', params: { planId } });
  const items = plans.data?.items ?? [];
  const [only] = items;
  if (items.length < 2 || !only) {
    return (
      <Button icon={icon} onPress={() => (only ? addTo(only.id) : void navigate({ to: '/plans' }))}>
        Add a charge
      </Button>
    );
  }
  return (
    <ActionMenu
      label="Add a charge to"
      trigger={<Button icon={icon}>Add a charge</Button>}
      actions={items.map((plan) => ({ id: plan.id, label: plan.name, onAction: () => addTo(plan.id) }))}
    />
  );
}

interface Props {
  report: Report;
  /** The report takes events apart by source or property. */
  isApart: boolean;
  onDrill(row: UnchargedRow): void;
}

/** Usage that happened but that no subscription charges for, and what to do about it. */
export function UnchargedUsage({ report, isApart, onDrill }: Props) {
  const [isOnPlanOpen, setOnPlanOpen] = useState(false);
  const rowHeight = useRowHeight();
  const isPrinting = useIsPrinting();
  const rows = useMemo(() => rowsOf(report.uncharged), [report.uncharged]);
  const columns = useMemo(() => columnsOf(isApart), [isApart]);
  if (report.uncharged.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <div className="flex break-after-avoid flex-wrap items-center gap-2">
        <div className="min-w-[min(20rem,100%)] flex-1">
          <h2 className="text-16 font-semibold">Usage not charged by any subscription</h2>
          <p className="text-13 text-secondary">
            It counts once a plan charges for the feature and the customer is on that plan. Open a feature to see whose
            usage it is and why it is not charged.
          </p>
        </div>
        <div className="flex flex-wrap gap-2 print:hidden">
          <AddChargeButton />
          <Button icon={<Users aria-hidden size={16} />} onPress={() => setOnPlanOpen(true)}>
            Put customers on a plan
          </Button>
        </div>
      </div>
      <div
        className="flex flex-col"
        style={isPrinting ? {} : { height: Math.min(rows.total, mostRows) * rowHeight + 40 }}
      >
        <DataTable
          label="Usage not charged by any subscription"
          rows={rows}
          columns={columns}
          rowKey={(row) => row.feature_id || row.meter_id}
          rowText={(row) => row.name}
          onOpen={onDrill}
          empty={null}
        />
      </div>
      {isOnPlanOpen && <CustomersOnPlanDialog onClose={() => setOnPlanOpen(false)} />}
    </section>
  );
}
