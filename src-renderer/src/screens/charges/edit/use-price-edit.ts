import type { Price } from '@shared/entities/price';
import { useState } from 'react';
import { toastUndone } from '../../../app/toast-undone';
import { toastDone } from '../../../components/toast';
import { useEnvironment } from '../../../door/environment';
import { useApiMutation } from '../../../door/use-api';
import { formatDateTime } from '../../../format/date';
import type { PricingDraft } from '../pricing/pricing-draft';
import { effectiveError, effectiveMoment } from './effective';
import {
  changedDetails,
  changedPricing,
  editedPricingErrors,
  isChanged,
  type PriceEdit,
  priceEditOf,
  priceUpdates,
} from './price-edit';

/** The state of one price being edited: what was typed, what differs, what is wrong, and how it is saved. */
export function usePriceEdit(price: Price, onSaved: () => void, pricingToStart?: PricingDraft) {
  const { timezone: zone } = useEnvironment();
  const [now] = useState(() => new Date().toISOString());
  const [edit, setEdit] = useState<PriceEdit>(() => ({
    ...priceEditOf(price, now),
    ...(pricingToStart && { pricing: pricingToStart }),
  }));
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const update = useApiMutation('price.update');

  const details = changedDetails(price, edit);
  const pricing = changedPricing(price, edit);
  const moment = effectiveMoment(edit.effective, price, now, zone);
  const momentError = pricing.length > 0 ? effectiveError(edit.effective, price, now, zone) : null;
  const pricingErrors = editedPricingErrors(price, edit);

  const undoDetails = (saved: Price) => {
    const { details: back } = priceUpdates(saved, priceEditOf(price, now), null);
    if (back)
      update.mutate(back, {
        onSuccess: () => toastUndone(`“${price.display_name}” is as it was`, 'price', [price.id]),
      });
  };

  /** True when everything was saved. Details stay saved when the new version is refused afterwards. */
  const save = async (): Promise<boolean> => {
    const calls = priceUpdates(price, edit, edit.effective.choice === 'now' ? null : moment);
    setSaving(true);
    setRefusal(null);
    let inPlace: Price | null = null;
    try {
      if (calls.details) inPlace = await update.mutateAsync(calls.details);
      const version = calls.pricing && (await update.mutateAsync(calls.pricing));
      if (version) {
        const starts = version.start_date && version.start_date > new Date().toISOString();
        toastDone(
          starts && version.start_date
            ? `The new version of “${version.display_name}” starts ${formatDateTime(version.start_date)}`
            : `“${version.display_name}” has a new version`,
        );
      } else if (inPlace) {
        const saved = inPlace;
        toastDone(`“${saved.display_name || price.display_name}” saved`, { onAction: () => undoDetails(saved) });
      }
      onSaved();
      return true;
    } catch (error) {
      if (inPlace) toastDone(`The details of “${inPlace.display_name}” are saved, the new version is not`);
      setRefusal(error);
      return false;
    } finally {
      setSaving(false);
    }
  };

  return {
    edit,
    change: (part: Partial<PriceEdit>) => setEdit((old) => ({ ...old, ...part })),
    now,
    zone,
    details,
    pricing,
    moment,
    momentError,
    pricingErrors,
    isChanged: isChanged(price, edit),
    isValid: edit.is_metadata_valid && momentError === null && Object.keys(pricingErrors).length === 0,
    refusal,
    isSaving,
    save,
  };
}

export type PriceEditing = ReturnType<typeof usePriceEdit>;
