import { PriceDialogFrame } from './edit/price-dialog-frame';
import { TerminatePriceForm } from './edit/terminate-price-form';
import { useEditedPrice } from './edit/use-edited-price';

interface Props {
  priceId: string;
  onClose(): void;
}

/** Terminate Price: ends a charge now or at a moment, and says what that means before it happens. */
export function TerminatePriceDialog({ priceId, onClose }: Props) {
  const { data, error, retry } = useEditedPrice(priceId);
  if (!data) return <PriceDialogFrame title="Terminate Price" error={error} onRetry={retry} onClose={onClose} />;
  return <TerminatePriceForm key={priceId} edited={data} onClose={onClose} />;
}
