import { Lock } from 'lucide-react';
import { fieldError } from '../../../components/form';
import { RadioCards } from '../../../components/radio-cards';
import { Switch } from '../../../components/switch';
import { TextField } from '../../../components/text-field';
import { type ChargeDraft, type ChargeErrors, isOneTime } from './charge-draft';

interface Props {
  draft: ChargeDraft;
  onChange(part: Partial<ChargeDraft>): void;
  errors: ChargeErrors;
  refusal: unknown;
}

/** What only fixed charges have: billing timing, minimum quantity, trial. */
export function FixedFields({ draft, onChange, errors, refusal }: Props) {
  const oneTime = isOneTime(draft);
  return (
    <>
      <RadioCards
        label="Billing Timing"
        value={draft.invoice_cadence}
        onChange={(invoice_cadence) => onChange({ invoice_cadence })}
        cards={[
          { id: 'ADVANCE', label: 'Advance', description: 'Billed at the start of each period.' },
          {
            id: 'ARREAR',
            label: 'Arrear',
            description: oneTime
              ? 'One-time charges are always billed in advance.'
              : 'Billed at the end of each period.',
            isDisabled: oneTime,
          },
        ]}
        error={fieldError(refusal, 'invoice_cadence')}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label="Minimum Quantity"
          inputMode="numeric"
          value={draft.min_quantity}
          onChange={(min_quantity) => onChange({ min_quantity })}
          error={fieldError(refusal, 'min_quantity', errors.min_quantity)}
        />
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="mb-1 text-14 font-medium">Trial Period</legend>
          {oneTime ? (
            <p className="flex items-center gap-1.5 text-13 text-muted">
              <Lock aria-hidden size={14} /> Only recurring charges can have a trial.
            </p>
          ) : (
            <>
              <Switch isSelected={draft.has_trial} onChange={(has_trial) => onChange({ has_trial })}>
                Start with a trial
              </Switch>
              {draft.has_trial && (
                <TextField
                  label="Trial Days"
                  isRequired
                  inputMode="numeric"
                  suffix="days"
                  value={draft.trial_days}
                  onChange={(trial_days) => onChange({ trial_days })}
                  error={fieldError(refusal, 'trial_period_days', errors.trial_period_days)}
                />
              )}
            </>
          )}
        </fieldset>
      </div>
    </>
  );
}

/** Usage is always billed after the fact: said, not asked. */
export function UsageTiming() {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-14 font-medium">Billing Timing</span>
      <p className="flex items-center gap-1.5 text-14 text-secondary">
        <Lock aria-hidden size={14} className="shrink-0" />
        Arrear: usage is known only at the end of a period.
      </p>
    </div>
  );
}
