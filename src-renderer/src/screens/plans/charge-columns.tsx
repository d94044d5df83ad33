import type { Price } from '@shared/entities/price';
import { Link } from '@tanstack/react-router';
import { Chip, type ChipKind } from '../../components/chip';
import type { DataColumn } from '../../components/data-row';
import { TextWithTooltip } from '../../components/tooltip';
import { useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';
import { billingPeriodNames, formatPrice, periodText } from '../../format/price';
import { PendingMark } from '../pending/pending-mark';
import {
  billingTimingNames,
  type ChargeState,
  chargeName,
  chargeState,
  chargeStateNames,
  chargeTypeNames,
} from './charge-terms';

const stateChips: Record<ChargeState, ChipKind> = { active: 'ok', upcoming: 'info', inactive: 'neutral' };

function datesText({ start_date, end_date }: Price): string {
  const start = start_date ? `From ${formatDateTime(start_date)}` : 'From the beginning';
  return end_date ? `${start} until ${formatDateTime(end_date)}` : `${start}, no end`;
}

/** Whether a charge is charged now; its dates on hover and focus. */
function ChargeStatus({ price }: { price: Price }) {
  const state = chargeState(price, new Date().toISOString());
  return (
    <TextWithTooltip text={datesText(price)}>
      <Chip kind={stateChips[state]}>{chargeStateNames[state]}</Chip>
    </TextWithTooltip>
  );
}

/** A price in one line, with the unit that its feature counts. */
export function ChargeValue({ price }: { price: Price }) {
  const isMetered = price.meter_id !== '';
  const features = useApiQuery(
    'feature.search',
    { meter_ids: [price.meter_id], limit: 1 },
    { enabled: isMetered, keepPrevious: false },
  );
  // Waiting a moment for the unit is better than a price that first names the wrong one.
  if (isMetered && features.isPending) return null;
  const text = formatPrice(price, features.data?.items[0]);
  return <span title={text}>{text}</span>;
}

function billingPeriodText({ billing_period, billing_period_count }: Price): string {
  return billing_period_count > 1 && billing_period !== 'ONETIME'
    ? `Every${periodText(billing_period, billing_period_count).replace(' /', '')}`
    : billingPeriodNames[billing_period];
}

type ColumnId = 'name' | 'plan' | 'type' | 'timing' | 'period' | 'group' | 'status' | 'value';

const all: Record<ColumnId, DataColumn<Price>> = {
  name: {
    id: 'name',
    header: 'Display Name',
    width: 'minmax(9rem, 1.3fr)',
    sortKey: 'display_name',
    cell: (price) => (
      <>
        <span className="truncate font-medium" title={chargeName(price)}>
          {chargeName(price)}
        </span>
        <PendingMark entity="price" id={price.id} />
      </>
    ),
  },
  plan: {
    id: 'plan',
    header: 'Plan',
    width: 'minmax(7rem, 1fr)',
    cell: (price) =>
      price.plan ? (
        <Link
          to="/plans/$planId"
          params={{ planId: price.plan.id }}
          title={price.plan.name}
          className="rounded-control text-link hover:underline"
        >
          {price.plan.name}
        </Link>
      ) : (
        '—'
      ),
  },
  type: { id: 'type', header: 'Charge Type', width: '7.25rem', cell: (price) => chargeTypeNames[price.type] },
  timing: {
    id: 'timing',
    header: 'Billing Timing',
    width: '7.25rem',
    cell: (price) => billingTimingNames[price.invoice_cadence],
  },
  period: { id: 'period', header: 'Billing Period', width: '7.25rem', cell: billingPeriodText },
  group: {
    id: 'group',
    header: 'Group',
    width: 'minmax(7rem, 1fr)',
    sortKey: 'group',
    cell: (price) =>
      price.group ? (
        <Link
          to="/groups/$groupId"
          params={{ groupId: price.group.id }}
          title={price.group.name}
          className="rounded-control text-link hover:underline"
        >
          {price.group.name}
        </Link>
      ) : (
        <span className="text-muted">No group</span>
      ),
  },
  status: { id: 'status', header: 'Status', width: '6rem', cell: (price) => <ChargeStatus price={price} /> },
  value: {
    id: 'value',
    header: 'Value',
    width: 'minmax(10rem, 2.2fr)',
    sortKey: 'amount',
    cell: (price) => <ChargeValue price={price} />,
  },
};

/** Columns of a list of charges, in the order asked for. */
export const chargeColumns = (...ids: ColumnId[]): DataColumn<Price>[] => ids.map((id) => all[id]);
