import type { WhatIfChangeInput } from '@shared/entities/what-if';
import { EditPriceDialog } from '../charges/edit-price-dialog';
import { pricingDraftOf } from '../charges/pricing/pricing-draft';
import { termsOfUpdate } from './change-of-terms';
import { MakeDialog } from './make-dialog';

interface Props {
  change: WhatIfChangeInput;
  /** It was made: it need not be tried any more. */
  onMade(): void;
  onClose(): void;
}

/** Leads from a change that was tried to the dialog that makes it, with its values filled in. */
export function ApplyChange({ change, onMade, onClose }: Props) {
  if (change.kind !== 'edit_price') return <MakeDialog changes={[change]} onMade={onMade} onClose={onClose} />;
  const terms = termsOfUpdate(change.update);
  const pricing = pricingDraftOf({ ...terms, tiers: terms.tiers?.map((tier) => ({ ...tier })) ?? null });
  return <EditPriceDialog priceId={change.update.id} pricing={pricing} onClose={onClose} />;
}
