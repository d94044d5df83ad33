import type { WhatIfChangeInput } from '@shared/entities/what-if';
import { useApiQuery } from '../../door/use-api';
import { EditPriceDialog } from '../charges/edit-price-dialog';
import { pricingDraftOf } from '../charges/pricing/pricing-draft';
import { AddCustomersDialog } from '../plans/add-customers-dialog';
import { termsOfUpdate } from './change-of-terms';

/** Leads from a change that was tried to the dialog that makes it, with its values filled in. */
export function ApplyChange({ change, onClose }: { change: WhatIfChangeInput; onClose(): void }) {
  if (change.kind === 'edit_price') {
    const terms = termsOfUpdate(change.update);
    const pricing = pricingDraftOf({ ...terms, tiers: terms.tiers?.map((tier) => ({ ...tier })) ?? null });
    return <EditPriceDialog priceId={change.update.id} pricing={pricing} onClose={onClose} />;
  }
  if (change.kind === 'swap_plan') return <ApplySwap change={change} onClose={onClose} />;
  if (change.kind === 'everyone_on_plan')
    return <SubscribeTo planId={change.plan_id} customers={null} onClose={onClose} />;
  return null;
}

function ApplySwap({
  change,
  onClose,
}: {
  change: Extract<WhatIfChangeInput, { kind: 'swap_plan' }>;
  onClose(): void;
}) {
  const found = useApiQuery(
    'subscription.search',
    { plan_id: change.from_plan_id, limit: 1000 },
    { keepPrevious: false },
  );
  const chosen = new Set(change.customer_ids ?? []);
  if (!found.data) return null;
  const customers = found.data.items.filter(({ customer_id }) => chosen.size === 0 || chosen.has(customer_id));
  const ids = [...new Set(customers.map(({ external_customer_id }) => external_customer_id))];
  return <SubscribeTo planId={change.to_plan_id} customers={ids} onClose={onClose} />;
}

function SubscribeTo(props: { planId: string; customers: readonly string[] | null; onClose(): void }) {
  const plan = useApiQuery('plan.get', { id: props.planId }, { keepPrevious: false });
  if (!plan.data) return null;
  return (
    <AddCustomersDialog
      plan={plan.data}
      onClose={props.onClose}
      {...(props.customers && { customers: props.customers })}
    />
  );
}
