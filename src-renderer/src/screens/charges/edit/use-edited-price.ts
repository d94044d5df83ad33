import type { Feature } from '@shared/entities/feature';
import type { Plan } from '@shared/entities/plan';
import type { Price } from '@shared/entities/price';
import type { ApiError } from '../../../door/api';
import { useApiQuery } from '../../../door/use-api';

export interface EditedPrice {
  price: Price;
  /** The plan it belongs to; null when it belongs to something else. */
  plan: Plan | null;
  /** The feature whose usage it charges; null for a fixed charge. */
  feature: Feature | null;
}

interface Answer {
  data: EditedPrice | null;
  error: ApiError | null;
  retry(): void;
}

/** A price with what its dialogs say about it: the plan's name and subscriptions, the feature's name and unit. */
export function useEditedPrice(priceId: string): Answer {
  const price = useApiQuery('price.get', { id: priceId }, { keepPrevious: false });
  const planId = price.data?.entity_type === 'PLAN' ? price.data.entity_id : null;
  const meterId = price.data?.meter_id ?? '';
  const plan = useApiQuery('plan.get', { id: planId ?? '' }, { enabled: planId !== null, keepPrevious: false });
  const features = useApiQuery(
    'feature.search',
    { meter_ids: [meterId], limit: 1 },
    { enabled: meterId !== '', keepPrevious: false },
  );
  const isWaiting = price.isPending || (planId !== null && plan.isPending) || (meterId !== '' && features.isPending);
  return {
    // Without its plan or feature a price can still be edited: only its surroundings are unnamed.
    data:
      price.data && !isWaiting
        ? { price: price.data, plan: plan.data ?? null, feature: features.data?.items[0] ?? null }
        : null,
    error: price.error,
    retry: () => void price.refetch(),
  };
}
