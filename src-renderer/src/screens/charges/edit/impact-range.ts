import { create } from 'zustand';
import type { RangePreset } from '../../../components/date-range-picker';
import { useNow } from '../../../components/use-now';
import { useEnvironment } from '../../../door/environment';
import { useApiQuery } from '../../../door/use-api';
import { chosenRange, instantsOf, type RangeChoice, rangePresets } from '../../analytics/range-presets';

/** The days chosen last, kept while the app is open: the next price is tried on the same ones. */
const useChoice = create<RangeChoice>(() => ({ range: '', from: '', to: '' }));

export interface ImpactRange {
  presets: readonly RangePreset[];
  range: RangePreset;
  choose(choice: RangeChoice): void;
  start_time: string;
  end_time: string;
  /** Null until it is known what usage there is. */
  hasUsage: boolean | null;
}

/** The past days a price is tried on. With `since`, only usage from that moment on. */
export function useImpactRange(since: string | null): ImpactRange {
  const { timezone: zone } = useEnvironment();
  const summary = useApiQuery('event.summary', {});
  const now = useNow(zone);
  const choice = useChoice();
  const presets = rangePresets({
    zone,
    now,
    first: summary.data?.first_timestamp ?? null,
    last: summary.data?.last_timestamp ?? null,
  });
  const range = chosenRange(choice, presets);
  const { start_time, end_time } = instantsOf(range, zone);
  return {
    presets,
    range,
    choose: (next) => useChoice.setState(next),
    start_time: since !== null && since > start_time ? since : start_time,
    end_time,
    hasUsage: summary.data ? summary.data.event_count > 0 : null,
  };
}
