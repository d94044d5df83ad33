import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../components/button';
import { FormDialog } from '../../../components/form-dialog';
import { InSlices } from '../../../components/in-slices';
import { formatPrice } from '../../../format/price';
import type { PricingDraft } from '../pricing/pricing-draft';
import { pricingFieldNames } from '../pricing/pricing-fields';
import { DetailsSection } from './details-section';
import { FrozenFields } from './frozen-fields';
import { PriceReview } from './price-review';
import { PricingSection } from './pricing-section';
import type { EditedPrice } from './use-edited-price';
import { usePriceEdit } from './use-price-edit';

const shownFields = ['display_name', 'lookup_key', 'description', 'group_id', 'effective_from', ...pricingFieldNames];

/** A second press within this time is a double press, not a decision. */
const doublePressMs = 500;

interface Props {
  edited: EditedPrice;
  /** Pricing to start with; the price's own without. */
  pricing?: PricingDraft;
  onClose(): void;
}

/** The editor of one price in two steps: what to change, then what that does. */
export function EditPriceForm({ edited, pricing, onClose }: Props) {
  const { price, plan, feature } = edited;
  const editing = usePriceEdit(price, onClose, pricing);
  const [reviewedSince, setReviewedSince] = useState<number | null>(null);
  const [attempts, setAttempts] = useState(0);
  const [isPastAgreed, setPastAgreed] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // The pricing of a fixed charge is short: what is fixed for good fits below it.
  const isUsage = price.type === 'USAGE';
  const isReview = reviewedSince !== null;
  const isPast = editing.pricing.length > 0 && editing.moment !== null && editing.moment < editing.now;

  useEffect(() => {
    if (isReview) heading.current?.focus();
  }, [isReview]);

  const review = () => {
    if (!editing.isValid) return setAttempts(attempts + 1);
    setPastAgreed(false);
    setReviewedSince(Date.now());
  };
  const save = async () => {
    if (reviewedSince !== null && Date.now() - reviewedSince < doublePressMs) return;
    if (!(await editing.save())) setReviewedSince(null);
  };

  return (
    <FormDialog
      title="Edit Price"
      description={[price.display_name, formatPrice(price, feature), plan?.name].filter(Boolean).join(' · ')}
      size="large"
      isLong
      submitLabel={isReview ? 'Save' : 'Review changes'}
      onSubmit={() => (isReview ? void save() : review())}
      onClose={onClose}
      isDirty={editing.isChanged}
      isPending={editing.isSaving}
      canSubmit={editing.isChanged && (!isReview || !isPast || isPastAgreed)}
      error={editing.refusal}
      fields={isReview ? [] : shownFields}
      attempts={attempts}
      footerStart={isReview && <Button onPress={() => setReviewedSince(null)}>Back</Button>}
    >
      <InSlices>
        {isReview ? (
          <PriceReview
            edited={edited}
            editing={editing}
            headingRef={heading}
            past={isPast ? { isAgreed: isPastAgreed, onAgree: setPastAgreed } : null}
          />
        ) : (
          <div className="grid items-start gap-6 lg:grid-cols-[2fr_3fr]">
            <div className="flex min-w-0 flex-col gap-6">
              <DetailsSection price={edited.price} editing={editing} />
              {isUsage && <FrozenFields edited={edited} />}
            </div>
            <div className="flex min-w-0 flex-col gap-6">
              <PricingSection edited={edited} editing={editing} showAll={attempts > 0} />
              {!isUsage && <FrozenFields edited={edited} />}
            </div>
          </div>
        )}
      </InSlices>
    </FormDialog>
  );
}
