import { useEffect, useRef } from 'react';
import { useSearchState } from '../../app/search-state';
import { useNow } from '../../components/use-now';
import { useEnvironment } from '../../door/environment';
import { useProgress } from '../../door/progress';
import { queryClient, queryKeyOf } from '../../door/query-client';
import { useApiQuery } from '../../door/use-api';
import { chosenRange, instantsOf, misreadRange, rangePresets } from '../analytics/range-presets';
import { type KeptTry, useKeptChanges } from './kept-changes';
import { readChanges } from './read-changes';

/** Everything the screen keeps in its address. "" means: not chosen. */
const initialView = {
  range: '',
  from: '',
  to: '',
  changes: [] as unknown[],
  by: 'group' as string,
  sort: 'difference' as string,
  direction: 'desc' as string,
  search: '',
  only: 'all' as string,
  /** Id of the saved what-if that is open. */
  saved: '',
};

export type Cut = 'group' | 'price' | 'customer';
const cuts: readonly string[] = ['group', 'price', 'customer'] satisfies Cut[];
export type CustomerSort = 'difference' | 'cost_now' | 'cost_then' | 'name';
const sorts: readonly string[] = ['difference', 'cost_now', 'cost_then', 'name'] satisfies CustomerSort[];

/** What the What-if screen shows, and the comparison it asks for. */
export function useWhatIfView() {
  const environment = useEnvironment();
  const [view, setView] = useSearchState(initialView);
  const summary = useApiQuery('event.summary', {});
  const now = useNow(environment.timezone);
  const presets = rangePresets({
    zone: environment.timezone,
    now,
    first: summary.data?.first_timestamp ?? null,
    last: summary.data?.last_timestamp ?? null,
  });
  const range = chosenRange(view, presets);
  const misread = misreadRange(view);
  const changes = readChanges(view.changes);
  const { from, to, saved } = view;
  useKeptInMemory(environment.id, { changes, range: view.range, from, to, saved }, ({ changes, saved, ...days }) =>
    // An address that names days means them.
    setView({ changes: [...changes], saved, ...(view.range === '' && days) }),
  );

  const by: Cut = cuts.includes(view.by) ? (view.by as Cut) : 'group';
  const sort: { field: CustomerSort; direction: 'asc' | 'desc' } = {
    field: sorts.includes(view.sort) ? (view.sort as CustomerSort) : 'difference',
    direction: view.direction === 'asc' ? 'asc' : 'desc',
  };
  const only: 'all' | 'more' | 'less' = view.only === 'more' || view.only === 'less' ? view.only : 'all';
  const question = { ...instantsOf(range, environment.timezone), changes };
  const hasUsage = (summary.data?.event_count ?? 0) > 0;
  const answer = useApiQuery('whatIf.compare', question, { enabled: changes.length > 0 && hasUsage });
  // What no change touches is priced while the first change is thought of.
  useApiQuery('whatIf.compare', { ...question, changes: [] }, { enabled: changes.length === 0 && hasUsage });
  const queryKey = queryKeyOf(environment.id, 'whatIf.compare', question);
  const percent = useProgress(queryKey);
  /** Withdraws the question that is being worked out. */
  const stop = () => void queryClient.cancelQueries({ queryKey });
  return { percent, stop, view, setView, summary, presets, range, misread, changes, by, sort, only, question, answer };
}

export type WhatIfView = ReturnType<typeof useWhatIfView>;

/** Brings back what was tried before when the address names nothing, and remembers what it names. */
function useKeptInMemory(environmentId: string, tried: KeptTry, restore: (kept: KeptTry) => void) {
  const isFresh = useRef(true);
  const key = JSON.stringify(tried);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is tried decides as text; restoring is for the first time only
  useEffect(() => {
    const kept = useKeptChanges.getState()[environmentId];
    if (isFresh.current && tried.changes.length === 0 && kept && kept.changes.length > 0) restore(kept);
    else useKeptChanges.setState({ [environmentId]: tried });
    isFresh.current = false;
  }, [key, environmentId]);
}
