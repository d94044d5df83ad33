import type { BillingPeriod } from '@shared/entities/price';
import { DecimalField } from '../../../components/decimal-field';
import { fieldError } from '../../../components/form';
import { RadioCards } from '../../../components/radio-cards';
import { Select } from '../../../components/select';
import { ApiError } from '../../../door/api';
import { currencySymbol } from '../../../format/money';
import { periodText } from '../../../format/price';
import { type Unit, unitWord, unitWords } from '../../../format/quantity';
import { modelCards } from './model-cards';
import { isTieredModel, type PricingDraft, type PricingErrors } from './pricing-draft';
import type { TierCell } from './tier-rows';
import { TierTable } from './tier-table';
import { useTouched } from './use-touched';

interface Props {
  pricing: PricingDraft;
  onChange(pricing: PricingDraft): void;
  /** The caller's own checks. */
  errors: PricingErrors;
  /** The core's refusal, if its field is one of these. */
  refusal?: unknown;
  /** An attempt was made: show what is missing everywhere. */
  showAll: boolean;
  type: 'FIXED' | 'USAGE';
  currency: string;
  period: BillingPeriod;
  periodCount?: number;
  unit?: Unit | null;
  isDisabled?: boolean;
}

/** What a charge costs: the billing model of usage, and that model's own inputs. */
export function PricingFields(props: Props) {
  const { pricing, onChange, errors, refusal, showAll, type, currency, period, unit, isDisabled } = props;
  const { isTouched, touch } = useTouched();
  const per = periodText(period, props.periodCount);
  const own = (field: keyof PricingErrors) => (showAll || isTouched(field) ? (errors[field] ?? null) : null);
  const isPackage = pricing.model === 'PACKAGE';
  return (
    <>
      {type === 'USAGE' && (
        <RadioCards
          label="Billing Model"
          value={pricing.model}
          onChange={(model) => onChange({ ...pricing, model })}
          cards={modelCards}
          error={fieldError(refusal, 'billing_model', own('model'))}
          isDisabled={isDisabled}
        />
      )}
      {isTieredModel(pricing.model) ? (
        <TierTable
          rows={pricing.tiers}
          onChange={(tiers) => onChange({ ...pricing, tiers })}
          mode={pricing.model}
          currency={currency}
          showAll={showAll}
          refusal={tierRefusal(refusal)}
          isDisabled={isDisabled}
        />
      ) : (
        <div className="flex flex-wrap items-start gap-3">
          <DecimalField
            label="Price"
            isRequired
            value={pricing.amount}
            onChange={(amount) => onChange({ ...pricing, amount })}
            onBlur={() => touch('amount')}
            prefix={currencySymbol(currency)}
            suffix={isPackage ? undefined : type === 'USAGE' ? `/ ${unitWord(unit)}${per}` : per.trim()}
            error={fieldError(refusal, 'amount', own('amount'))}
            isDisabled={isDisabled}
            className="min-w-48 flex-1"
          />
          {isPackage && (
            <>
              <DecimalField
                label="Package Size"
                isRequired
                value={pricing.package_size}
                onChange={(package_size) => onChange({ ...pricing, package_size })}
                onBlur={() => touch('package_size')}
                prefix="per"
                suffix={`${unitWords(unit)}${per}`}
                error={fieldError(refusal, 'transform_quantity.divide_by', own('package_size'))}
                isDisabled={isDisabled}
                className="min-w-48 flex-1"
              />
              <Select
                label="Rounding"
                value={pricing.round}
                onChange={(round) => onChange({ ...pricing, round })}
                options={[
                  { id: 'up', label: 'Up', description: 'A package that is begun counts.' },
                  { id: 'down', label: 'Down', description: 'Only full packages count.' },
                ]}
                isDisabled={isDisabled}
                className="w-28"
              />
            </>
          )}
        </div>
      )}
    </>
  );
}

/** The fields of the wire whose refusals these inputs show themselves. */
export const pricingFieldNames = ['billing_model', 'amount', 'transform_quantity.divide_by'] as const;

function tierRefusal(refusal: unknown): { index: number; cell: TierCell; message: string } | null {
  if (!(refusal instanceof ApiError)) return null;
  const match = /^tiers\.(\d+)\.(up_to|unit_amount|flat_amount)$/.exec(refusal.field ?? '');
  return match ? { index: Number(match[1]), cell: match[2] as TierCell, message: refusal.message } : null;
}
