import type { PendingChange } from '@shared/entities/sync';
import { Chip } from '../../components/chip';
import type { DataColumn } from '../../components/data-row';
import { RelativeText } from '../../components/relative-time';
import { authorNames, authorsText, entityWords, fieldsText, kindLooks, nameOf, stateLook } from './change-words';

interface ShownList {
  isReviewed: boolean;
  /** The change whose detail is shown beside the list. */
  current: string | null;
  /** Whether somebody else than the person here edited some: who did is told of each then. */
  hasOthers: boolean;
}

/** What the list tells of each change. */
export const pendingColumns = ({ isReviewed, current, hasOthers }: ShownList): readonly DataColumn<PendingChange>[] => [
  {
    id: 'name',
    header: 'Change',
    width: 'minmax(11rem, 2fr)',
    cell: (change) => <ChangeName change={change} isCurrent={change.id === current} />,
  },
  {
    id: 'fields',
    header: 'Fields',
    width: 'minmax(6rem, 1fr)',
    cell: (change) => (
      <span title={fieldsText(change)} className="truncate">
        {fieldsText(change) || 'All of it'}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: (change) => {
      const { kind, word, meaning } = stateLook(change, isReviewed);
      return (
        <span title={meaning}>
          <Chip kind={kind}>{word}</Chip>
        </span>
      );
    },
  },
  {
    id: 'age',
    header: 'Changed',
    width: '7rem',
    cell: (change) => (
      <span className="text-secondary">
        <RelativeText instant={change.last_at} />
      </span>
    ),
  },
  ...(hasOthers ? [byColumn] : []),
];

const byColumn: DataColumn<PendingChange> = {
  id: 'by',
  header: 'By',
  width: 'minmax(5rem, 9rem)',
  cell: (change) => (
    <span title={authorsText(change)} className="truncate text-secondary">
      {authorNames(change)}
    </span>
  ),
};

function ChangeName({ change, isCurrent }: { change: PendingChange; isCurrent: boolean }) {
  const { icon: Icon, word } = kindLooks[change.kind];
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon aria-hidden size={16} className="shrink-0 text-muted" />
      <span className="sr-only">{word}</span>
      <span className="shrink-0 text-secondary">{entityWords[change.entity]}</span>
      <span title={nameOf(change)} className={`min-w-0 truncate ${isCurrent ? 'font-semibold' : 'font-medium'}`}>
        {nameOf(change)}
      </span>
      {isCurrent && <span className="sr-only">, shown beside</span>}
    </span>
  );
}
