import type { Feature } from '@shared/entities/feature';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import { useApiQuery } from '../../door/use-api';
import { billingPeriodNames } from '../../format/price';
import {
  type ChargeDraft,
  chargeErrors,
  chargeRequest,
  newChargeDraft,
  withFeature,
} from '../charges/add/charge-draft';
import { CurrencyField } from '../charges/add/currency-field';
import { FeatureField } from '../charges/add/feature-field';
import { GroupPicker } from '../charges/group-picker';
import { billingPeriodOrder } from '../charges/pricing/periods';
import { pricingDraftOf, pricingErrors, termsOf } from '../charges/pricing/pricing-draft';
import { PricingFields } from '../charges/pricing/pricing-fields';
import { WorkedExample } from '../charges/pricing/worked-example';
import { type ChangeOf, pricedDraft } from './change-of-terms';
import { PlanSelect } from './plan-select';

interface Props {
  /** The charge to go on with; null for a new one. */
  change: ChangeOf<'draft_price'> | null;
  onDone(change: ChangeOf<'draft_price'>): void;
  onClose(): void;
}

/** Tries a charge that does not exist yet: on which plan, for which feature, in which group, at which price. */
export function DraftChargeDialog({ change, ...props }: Props) {
  const meterId = change?.price.meter_id ?? '';
  const features = useApiQuery(
    'feature.search',
    { meter_ids: [meterId], expand: 'meters', limit: 1 },
    { enabled: meterId !== '', keepPrevious: false },
  );
  if (meterId !== '' && features.isPending) return null;
  return <DraftForm change={change} feature={features.data?.items[0] ?? null} {...props} />;
}

function DraftForm({ change, feature, onDone, onClose }: Props & { feature: Feature | null }) {
  const [planId, setPlanId] = useState(change?.price.entity_id ?? null);
  const [draft, setDraft] = useState<ChargeDraft>(() => draftOf(change, feature));
  const [isDirty, setDirty] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const isTried = attempts > 0;
  const errors = chargeErrors(draft);
  const edit = (part: Partial<ChargeDraft>) => {
    setDirty(true);
    setDraft({ ...draft, ...part });
  };
  const submit = () => {
    const price = planId === null ? null : chargeRequest(draft, planId, null);
    if (price) onDone({ kind: 'draft_price', price });
    else setAttempts(attempts + 1);
  };
  return (
    <FormDialog
      title="Try a new charge"
      description="Only the comparison changes. The charge is not added to the plan."
      size="medium"
      submitLabel="Compare"
      onSubmit={submit}
      onClose={onClose}
      isDirty={isDirty}
      attempts={attempts}
    >
      <PlanSelect
        autoFocus
        label="Plan"
        description="Everyone subscribed to it is charged by the new charge, too."
        planId={planId}
        onChange={(id) => {
          setDirty(true);
          setPlanId(id);
        }}
        error={isTried && planId === null ? 'Choose the plan that it would be on.' : null}
      />
      <FeatureField
        value={draft.feature}
        onChange={(next) => edit(withFeature(draft, next))}
        error={isTried ? (errors.meter_id ?? null) : null}
      />
      <TextField
        label="Display Name"
        maxLength={255}
        value={draft.display_name}
        onChange={(display_name) => edit({ display_name })}
        description="Empty: the name of what is measured."
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <CurrencyField
          value={draft.currency}
          onChange={(currency) => edit({ currency })}
          error={isTried ? (errors.currency ?? null) : null}
        />
        <Select
          label="Billing Period"
          isRequired
          value={draft.billing_period}
          onChange={(billing_period) => edit({ billing_period })}
          description="Subscriptions of this currency and period take it."
          options={billingPeriodOrder
            .filter((id) => id !== 'ONETIME')
            .map((id) => ({ id, label: billingPeriodNames[id] }))}
        />
      </div>
      <PricingFields
        pricing={draft.pricing}
        onChange={(pricing) => edit({ pricing })}
        errors={pricingErrors(draft.pricing)}
        showAll={isTried}
        type="USAGE"
        currency={draft.currency}
        period={draft.billing_period}
        unit={draft.feature}
      />
      <WorkedExample terms={termsOf(draft.pricing)} currency={draft.currency} unit={draft.feature} />
      <GroupPicker
        value={draft.group_id}
        onChange={(group_id) => edit({ group_id })}
        description="Which line of the comparison it counts in."
      />
    </FormDialog>
  );
}

function draftOf(change: ChangeOf<'draft_price'> | null, feature: Feature | null): ChargeDraft {
  const draft = newChargeDraft('USAGE', '');
  if (!change) return draft;
  const { price } = change;
  const priced = pricedDraft(price);
  return {
    ...draft,
    feature,
    display_name: price.display_name ?? '',
    filled_name: feature?.name ?? '',
    currency: priced.currency,
    billing_period: priced.billing_period,
    pricing: pricingDraftOf(priced),
    group_id: price.group_id || null,
  };
}
