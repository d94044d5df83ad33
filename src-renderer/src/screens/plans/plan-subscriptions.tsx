import type { Plan } from '@shared/entities/plan';
import type { Subscription } from '@shared/entities/subscription';
import type { FilterCondition } from '@shared/list';
import { Link } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { Chip, type ChipKind } from '../../components/chip';
import type { DataColumn } from '../../components/data-row';
import { DataTable } from '../../components/data-table';
import { rowCount } from '../../components/row-count';
import { Select } from '../../components/select';
import { EmptyState } from '../../components/states';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { useApiRows } from '../../door/use-api-rows';
import { formatDate } from '../../format/date';
import { billingPeriodNames } from '../../format/price';
import { CommitmentDialog } from '../commitments/commitment-dialog';
import { AddCustomersDialog } from './add-customers-dialog';
import { EndSubscriptionDialog } from './end-subscription-dialog';

const statusChips: Record<Subscription['subscription_status'], { kind: ChipKind; word: string }> = {
  active: { kind: 'ok', word: 'Active' },
  trialing: { kind: 'info', word: 'Trialing' },
  paused: { kind: 'pending', word: 'Paused' },
  draft: { kind: 'neutral', word: 'Draft' },
  incomplete: { kind: 'pending', word: 'Incomplete' },
  cancelled: { kind: 'neutral', word: 'Ended' },
};

function CustomerName({ subscription }: { subscription: Subscription }) {
  const customer = useApiQuery('customer.get', { id: subscription.customer_id }, { keepPrevious: false });
  const { external_customer_id } = subscription;
  const name = customer.data?.name ?? external_customer_id;
  return (
    <span title={`${name} (${external_customer_id})`}>
      <Link
        to="/customers/$customerId"
        params={{ customerId: subscription.customer_id }}
        className="rounded-control font-medium text-link hover:underline"
      >
        {name}
      </Link>
      {name !== external_customer_id && <span className="ml-2 text-muted">{external_customer_id}</span>}
    </span>
  );
}

/** Days as the environment counts them: a subscription starts when its day does there. */
const columnsOf = (zone: string): readonly DataColumn<Subscription>[] => [
  {
    id: 'customer',
    header: 'Customer',
    width: 'minmax(14rem, 2fr)',
    cell: (one) => <CustomerName subscription={one} />,
  },
  {
    id: 'terms',
    header: 'Billing Period',
    width: '11rem',
    cell: (one) => `${billingPeriodNames[one.billing_period]}, ${one.currency.toUpperCase()}`,
  },
  {
    id: 'start',
    header: 'Start',
    width: '9rem',
    sortKey: 'start_date',
    cell: (one) => formatDate(one.start_date, { zone }),
  },
  {
    id: 'end',
    header: 'End',
    width: '9rem',
    sortKey: 'end_date',
    cell: (one) => {
      const end = one.end_date ?? one.cancelled_at;
      return end ? formatDate(end, { zone }) : <span className="text-muted">No end</span>;
    },
  },
  {
    id: 'status',
    header: 'Status',
    width: '8rem',
    cell: (one) => {
      const { kind, word } = statusChips[one.subscription_status];
      return <Chip kind={kind}>{word}</Chip>;
    },
  },
];

type View = 'live' | 'ended' | 'all';

const views = [
  { id: 'live', label: 'Not ended' },
  { id: 'ended', label: 'Ended' },
  { id: 'all', label: 'All subscriptions' },
] as const;

const filtersOf = (view: View): FilterCondition[] =>
  view === 'all'
    ? []
    : [
        {
          field: 'subscription_status',
          operator: view === 'ended' ? 'in' : 'not_in',
          data_type: 'array',
          value: { array: ['cancelled'] },
        },
      ];

/** Who is on the plan, since when and until when; adds customers and ends subscriptions. */
export function PlanSubscriptions({ plan }: { plan: Plan }) {
  const { timezone } = useEnvironment();
  const [{ view, order }, setList] = useSearchState({
    view: 'live' as View,
    order: [{ field: 'start_date', direction: 'desc' as 'asc' | 'desc' }],
  });
  const rows = useApiRows('subscription.search', { plan_id: plan.id, filters: filtersOf(view), sort: order });
  const total = rows.total;
  useStatusText(rowCount(rows, 'subscription', 'subscriptions'));
  const [isAdding, setAdding] = useState(false);
  const [committing, setCommitting] = useState<Subscription | null>(null);
  const [ending, setEnding] = useState<Subscription | null>(null);
  const canAdd = plan.status === 'published';
  useShortcut('C', 'Add customers', () => setAdding(true), canAdd);
  const addButton = canAdd && (
    <Button kind="primary" icon={<UserPlus aria-hidden size={16} />} onPress={() => setAdding(true)}>
      Add customers
    </Button>
  );

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Select<View>
          label="Status"
          hideLabel
          isCompact
          className="w-44"
          value={view}
          onChange={(next) => setList({ view: next })}
          options={views}
        />
        {total > 0 && addButton}
      </div>
      <DataTable
        label={`Subscriptions to ${plan.name}`}
        rows={rows}
        columns={columnsOf(timezone)}
        rowKey={(one) => one.id}
        rowText={(one) => one.external_customer_id}
        rowActions={(one) =>
          one.subscription_status === 'cancelled'
            ? []
            : [
                { id: 'commit', label: 'Minimum commitment…', onAction: () => setCommitting(one) },
                { id: 'end', label: 'End subscription…', isDangerous: true, onAction: () => setEnding(one) },
              ]
        }
        sort={order[0] ?? null}
        onSort={(one) => setList({ order: [one] })}
        empty={
          view === 'ended' ? (
            <EmptyState
              title="No subscription has ended"
              actions={<Button onPress={() => setList({ view: 'live' })}>Show those not ended</Button>}
            />
          ) : (
            <EmptyState title="Nobody is on this plan" actions={addButton}>
              Usage is priced for customers who are subscribed to a plan. Add those who are, from the day they started.
            </EmptyState>
          )
        }
      />
      {isAdding && <AddCustomersDialog plan={plan} onClose={() => setAdding(false)} />}
      {committing && (
        <CommitmentDialog
          subscription={committing}
          of={committing.external_customer_id}
          onClose={() => setCommitting(null)}
        />
      )}
      {ending && <EndSubscriptionDialog subscription={ending} plan={plan} onClose={() => setEnding(null)} />}
    </div>
  );
}
