import type { WhatIfChangeInput } from '@shared/entities/what-if';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApiQuery } from '../../door/use-api';
import { billingPeriodNames, formatPrice } from '../../format/price';
import { countText } from '../../format/quantity';
import { useEditedPrice } from '../charges/edit/use-edited-price';
import { chargeName } from '../plans/charge-terms';
import { type ChangeOf, pricedDraft, termsOfUpdate } from './change-of-terms';

interface Props<C> {
  change: C;
  /** Draws what the change is called and what it says. */
  children(title: string, text: ReactNode): ReactNode;
}

/** A change in words: what it is about, and what becomes of it. */
export function ChangeSummary({ change, children }: Props<WhatIfChangeInput>): ReactNode {
  if (change.kind === 'edit_price') return <PriceSummary change={change}>{children}</PriceSummary>;
  if (change.kind === 'draft_price') return <DraftSummary change={change}>{children}</DraftSummary>;
  if (change.kind === 'swap_plan') return <SwapSummary change={change}>{children}</SwapSummary>;
  return <EveryoneSummary change={change}>{children}</EveryoneSummary>;
}

const Arrow = () => <ArrowRight aria-label="becomes" size={14} className="mx-1 inline shrink-0 align-[-2px]" />;
const Strong = ({ children }: { children: ReactNode }) => (
  <strong className="font-semibold text-ink">{children}</strong>
);

function PriceSummary({ change, children }: Props<ChangeOf<'edit_price'>>) {
  const { data, error } = useEditedPrice(change.update.id);
  if (!data) return children(error ? 'A price that is gone' : '…', error?.message);
  const { price, plan, feature } = data;
  const terms = termsOfUpdate(change.update);
  const after = { ...price, ...terms, tiers: terms.tiers && [...terms.tiers] };
  return children(
    [chargeName(price), plan?.name].filter(Boolean).join(' · '),
    <>
      <p>
        {formatPrice(price, feature)}
        <Arrow />
        <Strong>{formatPrice(after, feature)}</Strong>
      </p>
      {change.all_versions === false && <p>This version only</p>}
    </>,
  );
}

function DraftSummary({ change, children }: Props<ChangeOf<'draft_price'>>) {
  const { price } = change;
  const plan = usePlanName(price.entity_id);
  const features = useApiQuery(
    'feature.search',
    { meter_ids: [price.meter_id ?? ''], limit: 1 },
    { keepPrevious: false },
  );
  const group = useApiQuery(
    'group.get',
    { id: price.group_id ?? '' },
    { enabled: Boolean(price.group_id), keepPrevious: false },
  );
  const feature = features.data?.items[0];
  const name = price.display_name || feature?.name || (features.data ? 'a feature that is gone' : '…');
  return children(
    `New charge: ${name} · ${plan}`,
    <>
      <Strong>{formatPrice(pricedDraft(price), feature ?? null)}</Strong>
      {group.data && <p>In {group.data.name}</p>}
    </>,
  );
}

function usePlanName(id: string): string {
  const plan = useApiQuery('plan.get', { id }, { keepPrevious: false });
  return plan.data?.name ?? (plan.error ? 'a plan that is gone' : '…');
}

function SwapSummary({ change, children }: Props<ChangeOf<'swap_plan'>>) {
  const from = usePlanName(change.from_plan_id);
  const to = usePlanName(change.to_plan_id);
  const count = change.customer_ids?.length ?? 0;
  return children(
    `Move ${count === 0 ? 'everyone' : countText(count, 'customer', 'customers')} to another plan`,
    <>
      {from}
      <Arrow />
      <Strong>{to}</Strong>
    </>,
  );
}

function EveryoneSummary({ change, children }: Props<ChangeOf<'everyone_on_plan'>>) {
  const name = usePlanName(change.plan_id);
  const period = change.billing_period as keyof typeof billingPeriodNames | null | undefined;
  const terms = [change.currency?.toUpperCase(), period && billingPeriodNames[period]].filter(Boolean).join(', ');
  return children(`Everyone on ${name}`, <>All usage, with or without a subscription{terms && ` · ${terms}`}</>);
}
