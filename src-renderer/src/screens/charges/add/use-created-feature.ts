import type { Feature } from '@shared/entities/feature';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useApiQuery } from '../../../door/use-api';

/** Hands over the feature that was just created for this page; the address names it. Once per feature. */
export function useCreatedFeature(take: (feature: Feature) => void) {
  const asked: unknown = useSearch({ strict: false, select: (search: Record<string, unknown>) => search.feature_id });
  const id = typeof asked === 'string' ? asked : null;
  const { data } = useApiQuery('feature.get', { id: id ?? '' }, { enabled: id !== null, keepPrevious: false });
  const taken = useRef<string | null>(null);
  useEffect(() => {
    if (data?.type !== 'metered' || taken.current === data.id) return;
    taken.current = data.id;
    take(data);
  });
}
