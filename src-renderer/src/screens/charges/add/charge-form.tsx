import type { Plan } from '@shared/entities/plan';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../../components/button';
import { Form, fieldError } from '../../../components/form';
import { Select } from '../../../components/select';
import { TextField } from '../../../components/text-field';
import { billingPeriodNames } from '../../../format/price';
import { GroupPicker } from '../group-picker';
import { billingPeriodOrder } from '../pricing/periods';
import { pricingErrors, termsOf } from '../pricing/pricing-draft';
import { PricingFields, pricingFieldNames } from '../pricing/pricing-fields';
import { WorkedExample } from '../pricing/worked-example';
import {
  type ChargeDraft,
  type ChargeErrors,
  type ChargeField,
  chargeErrors,
  withFeature,
  withPeriod,
} from './charge-draft';
import { CurrencyField } from './currency-field';
import { FeatureField } from './feature-field';
import { FixedFields, UsageTiming } from './fixed-fields';
import { MoreFields } from './more-fields';
import { StartField } from './start-field';

interface Props {
  draft: ChargeDraft;
  onChange(part: Partial<ChargeDraft>): void;
  plan: Plan;
  now: string;
  /** A staged charge is being edited, as opposed to a new one. */
  isEditing: boolean;
  /** Opened by a button that is gone now: the form takes the focus. */
  takesFocus: boolean;
  /** The core's refusal of this charge at the last save. */
  refusal: unknown;
  onAdd(): void;
  /** Closes the form without keeping what was typed. Null while there is nothing else on the page. */
  onCancel: (() => void) | null;
  onCreateFeature(): void;
}

const shownFields = [
  ...pricingFieldNames,
  'display_name',
  'currency',
  'meter_id',
  'billing_period',
  'group_id',
  'start_date',
  'invoice_cadence',
  'min_quantity',
  'trial_period_days',
  'lookup_key',
];

/** One charge as a form: fixed or by usage. Ctrl/⌘+Enter adds it. */
export function ChargeForm(props: Props) {
  const { draft, onChange, plan, now, isEditing, refusal, onAdd, onCancel } = props;
  const formId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  // A refused charge opens at the field that was refused.
  const [takesFocus] = useState(props.takesFocus && !refusal);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const [attempts, setAttempts] = useState(0);
  const errors = chargeErrors(draft);
  const showAll = attempts > 0;
  const shown: ChargeErrors = showAll ? errors : {};
  const isUsage = draft.type === 'USAGE';
  const submit = () => {
    if (Object.keys(errors).length > 0) setAttempts(attempts + 1);
    else onAdd();
  };
  const error = (field: ChargeField) => fieldError(refusal, field, shown[field]);

  return (
    <section
      aria-label={isUsage ? 'Usage charge' : 'Fixed charge'}
      className="flex min-w-0 flex-col gap-4 rounded-sheet border border-control p-4"
    >
      <h2 ref={heading} tabIndex={-1} className="text-16 font-semibold outline-none">
        {isEditing ? 'Edit charge' : isUsage ? 'New usage charge' : 'New fixed charge'}
      </h2>
      <Form id={formId} onSubmit={submit} error={refusal} fields={shownFields} attempts={attempts}>
        {isUsage && (
          <FeatureField
            value={draft.feature}
            onChange={(feature) => onChange(withFeature(draft, feature))}
            onCreate={props.onCreateFeature}
            error={error('meter_id')}
          />
        )}
        <TextField
          label="Display Name"
          maxLength={255}
          value={draft.display_name}
          onChange={(display_name) => onChange({ display_name })}
          error={fieldError(refusal, 'display_name')}
          description={isUsage ? 'On invoices and in reports. Empty: the name of what is measured.' : undefined}
        />
        <Pair>
          <CurrencyField
            value={draft.currency}
            onChange={(currency) => onChange({ currency })}
            error={error('currency')}
          />
          <Select
            label="Billing Period"
            isRequired
            value={draft.billing_period}
            onChange={(period) => onChange(withPeriod(draft, period))}
            options={billingPeriodOrder.map((id) => ({
              id,
              label: billingPeriodNames[id],
              ...(isUsage &&
                id === 'ONETIME' && { isDisabled: true, description: 'Not for usage: it is billed afterwards' }),
            }))}
            error={fieldError(refusal, 'billing_period')}
          />
        </Pair>
        <PricingFields
          pricing={draft.pricing}
          onChange={(pricing) => onChange({ pricing })}
          errors={pricingErrors(draft.pricing)}
          refusal={refusal}
          showAll={showAll}
          type={draft.type}
          currency={draft.currency}
          period={draft.billing_period}
          unit={draft.feature}
        />
        {isUsage && <WorkedExample terms={termsOf(draft.pricing)} currency={draft.currency} unit={draft.feature} />}
        <Pair>
          <GroupPicker
            value={draft.group_id}
            onChange={(group_id) => onChange({ group_id })}
            description="Which line of the reports it counts in."
            error={fieldError(refusal, 'group_id')}
          />
          <StartField
            value={draft.start}
            onChange={(start) => onChange({ start })}
            plan={plan}
            type={draft.type}
            now={now}
            error={error('start_date')}
          />
        </Pair>
        {isUsage ? <UsageTiming /> : <FixedFields draft={draft} onChange={onChange} errors={shown} refusal={refusal} />}
        <MoreFields draft={draft} onChange={onChange} errors={shown} refusal={refusal} />
      </Form>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" form={formId}>
          {isEditing ? 'Keep changes' : 'Add'}
        </Button>
        {onCancel && (
          <Button kind="quiet" onPress={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </section>
  );
}

const Pair = ({ children }: { children: ReactNode }) => (
  <div className="grid items-start gap-4 sm:grid-cols-2">{children}</div>
);
