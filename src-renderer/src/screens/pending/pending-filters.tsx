import type { PendingPage } from '@shared/entities/pending';
import { type PendingKind, pendingKinds } from '@shared/entities/sync';
import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { Select } from '../../components/select';
import { formatCount } from '../../format/quantity';
import { entityWords, kindLooks } from './change-words';

export type StateFilter = 'all' | 'review' | 'held' | 'ready' | 'failed' | 'conflict' | 'local_only';

export interface PendingFilter {
  entity: SyncedEntity | 'all';
  kind: PendingKind | 'all';
  state: StateFilter;
}

const stateWords: Record<StateFilter, string> = {
  all: 'Any state',
  review: 'To review',
  held: 'Held back',
  ready: 'Ready',
  failed: 'Refused',
  conflict: 'Conflict',
  local_only: 'Stays here',
};

/** The filter as the list asks for it. */
export function filterInput({ entity, kind, state }: PendingFilter, isReviewed: boolean) {
  return {
    ...(entity !== 'all' && { entities: [entity] }),
    ...(kind !== 'all' && { kinds: [kind] }),
    ...stateInput(state, isReviewed),
  };
}

function stateInput(state: StateFilter, isReviewed: boolean) {
  switch (state) {
    case 'all':
      return {};
    case 'review':
      return { states: ['ready' as const], is_held: false, is_released: false };
    case 'held':
      return { is_held: true };
    case 'ready':
      return { states: ['ready' as const], is_held: false, ...(isReviewed && { is_released: true }) };
    default:
      return { states: [state] };
  }
}

const entityChoices = {
  all: 'All rows',
  ...(Object.fromEntries(syncedEntities.map((id) => [id, `${entityWords[id]}s`])) as Record<SyncedEntity, string>),
};
const kindChoices = {
  all: 'All changes',
  ...(Object.fromEntries(pendingKinds.map((id) => [id, kindLooks[id].word])) as Record<PendingKind, string>),
};

interface Props {
  filter: PendingFilter;
  counts: PendingPage['counts'] | undefined;
  onChange(change: Partial<PendingFilter>): void;
}

/** What kind of row, what kind of change, and how it stands; each with how many there are. */
export function PendingFilters({ filter, counts, onChange }: Props) {
  const states = counts && {
    ...counts.states,
    all: counts.total,
    review: counts.to_review,
    held: counts.held,
    ready: counts.to_send,
  };
  return (
    <>
      <CountedSelect
        label="Kind of row"
        words={entityChoices}
        counts={counts?.entities}
        value={filter.entity}
        onChange={(entity) => onChange({ entity })}
      />
      <CountedSelect
        label="Kind of change"
        words={kindChoices}
        counts={counts?.kinds}
        value={filter.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <CountedSelect
        label="State"
        words={stateWords}
        counts={states}
        value={filter.state}
        onChange={(state) => onChange({ state })}
      />
    </>
  );
}

interface CountedSelectProps<K extends string> {
  label: string;
  /** What can be chosen, in this order, in words. */
  words: Readonly<Record<K, string>>;
  /** How many there are of each; of what is left out it is not told. */
  counts: Readonly<Partial<Record<K, number>>> | undefined;
  value: K;
  onChange(value: K): void;
}

function CountedSelect<K extends string>({ label, words, counts, value, onChange }: CountedSelectProps<K>) {
  const options = (Object.keys(words) as K[]).map((id) => {
    const count = counts?.[id];
    return { id, label: count === undefined ? words[id] : `${words[id]} (${formatCount(count)})` };
  });
  return (
    <Select label={label} hideLabel isCompact className="w-36" value={value} onChange={onChange} options={options} />
  );
}
