import type { WhatIfChangeInput } from '@shared/entities/what-if';
import { ArrowRight, Pencil, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../components/button';
import { IconButton } from '../../components/icon-button';
import { useApiQuery } from '../../door/use-api';
import { billingPeriodNames, formatPrice } from '../../format/price';
import { countText } from '../../format/quantity';
import { useEditedPrice } from '../charges/edit/use-edited-price';
import { chargeName } from '../plans/charge-terms';
import { type ChangeOf, termsOfUpdate } from './change-of-terms';

interface Actions {
  onEdit(): void;
  onApply(): void;
  onRemove(): void;
}

/** What is tried, one card per change. */
export function ChangeCards(props: {
  changes: readonly WhatIfChangeInput[];
  onEdit(index: number): void;
  onApply(index: number): void;
  onRemove(index: number): void;
}) {
  return (
    <ul aria-label="Changes" className="grid gap-2 lg:grid-cols-2">
      {props.changes.map((change, index) => {
        const actions = {
          onEdit: () => props.onEdit(index),
          onApply: () => props.onApply(index),
          onRemove: () => props.onRemove(index),
        };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be alike, and their place is all that tells them apart
          <li key={`${change.kind} ${index}`} className="min-w-0">
            <ChangeCard change={change} actions={actions} />
          </li>
        );
      })}
    </ul>
  );
}

function ChangeCard({ change, actions }: { change: WhatIfChangeInput; actions: Actions }) {
  if (change.kind === 'edit_price') return <PriceCard change={change} actions={actions} />;
  if (change.kind === 'swap_plan') return <SwapCard change={change} actions={actions} />;
  if (change.kind === 'everyone_on_plan') return <EveryoneCard change={change} actions={actions} />;
  return null;
}

function Card({ title, children, actions }: { title: string; children: ReactNode; actions: Actions }) {
  return (
    <div className="flex h-full flex-wrap items-start gap-2 rounded-control border border-line bg-surface p-3">
      <div className="min-w-48 flex-1">
        <p className="text-14 font-medium break-words">{title}</p>
        <div className="text-13 break-words text-secondary">{children}</div>
      </div>
      <div className="flex items-center gap-1">
        <Button onPress={actions.onApply} aria-label={`Apply ${title}…`}>
          Apply…
        </Button>
        <IconButton label={`Edit ${title}`} icon={<Pencil aria-hidden size={16} />} onPress={actions.onEdit} />
        <IconButton label={`Remove ${title}`} icon={<X aria-hidden size={16} />} onPress={actions.onRemove} />
      </div>
    </div>
  );
}

const Arrow = () => <ArrowRight aria-label="becomes" size={14} className="mx-1 inline shrink-0 align-[-2px]" />;

function PriceCard({ change, actions }: { change: ChangeOf<'edit_price'>; actions: Actions }) {
  const { data, error } = useEditedPrice(change.update.id);
  if (!data)
    return (
      <Card title={error ? 'A price that is gone' : '…'} actions={actions}>
        {error?.message}
      </Card>
    );
  const { price, plan, feature } = data;
  const terms = termsOfUpdate(change.update);
  const after = { ...price, ...terms, tiers: terms.tiers && [...terms.tiers] };
  return (
    <Card title={[chargeName(price), plan?.name].filter(Boolean).join(' · ')} actions={actions}>
      <p>
        {formatPrice(price, feature)}
        <Arrow />
        <strong className="font-semibold text-ink">{formatPrice(after, feature)}</strong>
      </p>
      {change.all_versions === false && <p>This version only</p>}
    </Card>
  );
}

function usePlanName(id: string): string {
  const plan = useApiQuery('plan.get', { id }, { keepPrevious: false });
  return plan.data?.name ?? (plan.error ? 'a plan that is gone' : '…');
}

function SwapCard({ change, actions }: { change: ChangeOf<'swap_plan'>; actions: Actions }) {
  const from = usePlanName(change.from_plan_id);
  const to = usePlanName(change.to_plan_id);
  const count = change.customer_ids?.length ?? 0;
  return (
    <Card
      title={`Move ${count === 0 ? 'everyone' : countText(count, 'customer', 'customers')} to another plan`}
      actions={actions}
    >
      {from}
      <Arrow />
      <strong className="font-semibold text-ink">{to}</strong>
    </Card>
  );
}

function EveryoneCard({ change, actions }: { change: ChangeOf<'everyone_on_plan'>; actions: Actions }) {
  const name = usePlanName(change.plan_id);
  const period = change.billing_period as keyof typeof billingPeriodNames | null | undefined;
  const terms = [change.currency?.toUpperCase(), period && billingPeriodNames[period]].filter(Boolean).join(', ');
  return (
    <Card title={`Everyone on ${name}`} actions={actions}>
      All usage, with or without a subscription{terms && ` · ${terms}`}
    </Card>
  );
}
