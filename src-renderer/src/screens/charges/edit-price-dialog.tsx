import { EditPriceForm } from './edit/edit-price-form';
import { PriceDialogFrame } from './edit/price-dialog-frame';
import { useEditedPrice } from './edit/use-edited-price';
import type { PricingDraft } from './pricing/pricing-draft';

interface Props {
  priceId: string;
  /** Pricing to start with, as it was tried elsewhere; the price's own without. */
  pricing?: PricingDraft;
  onClose(): void;
}

/** Edit Price: details change in place, pricing makes a new version; both are reviewed before they are saved. */
export function EditPriceDialog({ priceId, pricing, onClose }: Props) {
  const { data, error, retry } = useEditedPrice(priceId);
  if (!data) return <PriceDialogFrame title="Edit Price" error={error} onRetry={retry} onClose={onClose} />;
  return <EditPriceForm key={priceId} edited={data} onClose={onClose} {...(pricing && { pricing })} />;
}
