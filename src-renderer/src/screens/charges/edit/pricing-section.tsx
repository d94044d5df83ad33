import { Lock } from 'lucide-react';
import { formatDateTime } from '../../../format/date';
import { termsOf } from '../pricing/pricing-draft';
import { PricingFields } from '../pricing/pricing-fields';
import { WorkedExample } from '../pricing/worked-example';
import { EffectiveField } from './effective-field';
import { ImpactPanel } from './impact-panel';
import type { EditedPrice } from './use-edited-price';
import type { PriceEditing } from './use-price-edit';

interface Props {
  edited: EditedPrice;
  editing: PriceEditing;
  showAll: boolean;
}

/** What a price costs. Any change here ends the price and starts its successor. */
export function PricingSection({ edited: { price, feature }, editing, showAll }: Props) {
  const isLocked = price.end_date !== null;
  return (
    <section aria-labelledby="price-pricing" className="flex min-w-0 flex-col gap-4">
      <div>
        <h3 id="price-pricing" className="text-16 font-semibold">
          Pricing
        </h3>
        <p className="text-13 text-muted">Creates a new version; the current one stays in force until then.</p>
      </div>
      {price.end_date && (
        <p className="flex items-start gap-1.5 rounded-control border border-line bg-sunken p-3 text-14 text-secondary">
          <Lock aria-hidden size={16} className="mt-0.5 shrink-0" />
          <span>
            Locked: this version ends {formatDateTime(price.end_date)}, so it cannot get a successor. Its details can
            still be changed.
          </span>
        </p>
      )}
      <PricingFields
        pricing={editing.edit.pricing}
        onChange={(pricing) => editing.change({ pricing })}
        errors={editing.pricingErrors}
        refusal={editing.refusal}
        showAll={showAll}
        type={price.type}
        currency={price.currency}
        period={price.billing_period}
        periodCount={price.billing_period_count}
        unit={feature}
        isDisabled={isLocked}
      />
      {!isLocked && (
        <>
          {price.type === 'USAGE' && editing.pricing.length > 0 && (
            <ImpactPanel price={price} terms={termsOf(editing.edit.pricing)} />
          )}
          {editing.pricing.length > 0 && <EffectiveField price={price} editing={editing} showAll={showAll} />}
          {price.type === 'USAGE' && (
            <WorkedExample terms={termsOf(editing.edit.pricing)} currency={price.currency} unit={feature} />
          )}
        </>
      )}
    </section>
  );
}
