import type { PortalUsage } from '@shared/entities/portal-link';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from '../components/use-now';
import type { BreakdownSort } from '../screens/analytics/breakdown-order';
import {
  chosenRange,
  daysIn,
  instantsOf,
  type RangeChoice,
  rangePresets,
  windowFor,
} from '../screens/analytics/range-presets';
import type { ChartChoices } from '../screens/analytics/usage-chart';
import { askPortal } from './ask-portal';

/** What the page shows: the chosen days, and how chart and breakdown look. It lives as long as the page. */
export function usePortalView(token: string, { timezone: zone, first_usage, last_usage }: PortalUsage) {
  const now = useNow(zone);
  const [range, setRange] = useState<RangeChoice>({ range: '', from: '', to: '' });
  const [choices, setChoices] = useState<ChartChoices>({ currency: '', hidden: [], view: 'chart' });
  const [sort, setSort] = useState<BreakdownSort>({ field: 'cost', direction: 'desc' });

  const presets = rangePresets({ zone, now, first: first_usage, last: last_usage });
  const shown = chosenRange(range, presets);
  const days = daysIn(shown);
  const question = { ...instantsOf(shown, zone), window_size: windowFor(days, '') };
  const usage = useQuery({
    queryKey: [token, question],
    queryFn: () => askPortal(token, question),
    placeholderData: keepPreviousData,
  });
  return {
    usage,
    presets,
    range: shown,
    days,
    setRange,
    choices,
    changeChoices: (change: Partial<ChartChoices>) => setChoices((old) => ({ ...old, ...change })),
    sort,
    setSort,
  };
}
