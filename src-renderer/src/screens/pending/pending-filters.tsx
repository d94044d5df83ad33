import type { PendingPage } from '@shared/entities/pending';
import { type PendingKind, pendingKinds } from '@shared/entities/sync';
import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { Select } from '../../components/select';
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

interface Props {
  filter: PendingFilter;
  counts: PendingPage['counts'] | undefined;
  onChange(change: Partial<PendingFilter>): void;
}

/** What kind of row, what kind of change, and how it stands; each with how many there are. */
export function PendingFilters({ filter, counts, onChange }: Props) {
  const count = (of: number | undefined) => (of === undefined ? '' : ` (${of})`);
  const stateCount: Record<StateFilter, number | undefined> = {
    all: counts?.total,
    review: counts?.to_review,
    held: counts?.held,
    ready: counts?.to_send,
    failed: counts?.states.failed,
    conflict: counts?.states.conflict,
    local_only: counts?.states.local_only,
  };
  return (
    <>
      <Select
        label="Kind of row"
        hideLabel
        isCompact
        className="w-36"
        value={filter.entity}
        onChange={(entity) => onChange({ entity })}
        options={[
          { id: 'all' as const, label: 'All rows' },
          ...syncedEntities.map((id) => ({ id, label: `${entityWords[id]}s${count(counts?.entities[id])}` })),
        ]}
      />
      <Select
        label="Kind of change"
        hideLabel
        isCompact
        className="w-36"
        value={filter.kind}
        onChange={(kind) => onChange({ kind })}
        options={[
          { id: 'all' as const, label: 'All changes' },
          ...pendingKinds.map((id) => ({ id, label: `${kindLooks[id].word}${count(counts?.kinds[id])}` })),
        ]}
      />
      <Select
        label="State"
        hideLabel
        isCompact
        className="w-36"
        value={filter.state}
        onChange={(state) => onChange({ state })}
        options={(Object.keys(stateWords) as StateFilter[]).map((id) => ({
          id,
          label: `${stateWords[id]}${count(stateCount[id])}`,
        }))}
      />
    </>
  );
}
