import type { ConflictItem } from '@shared/entities/pending';
import { Button } from '../../components/button';
import { fieldLabel } from '../pending/change-words';
import { conflictName, isOfField } from './conflict-words';
import { FieldChoice } from './field-choice';
import { HolderKey } from './holder-key';
import { RowChoice } from './row-choice';
import type { Decisions } from './use-decisions';

interface Props {
  row: readonly ConflictItem[];
  current: number | null;
  decisions: Decisions;
  onConfirm(conflicts: readonly ConflictItem[]): void;
  onFocus(number: number): void;
}

/** The conflicts of one row, decided together or one by one. */
export function ConflictRow({ row, current, decisions, onConfirm, onFocus }: Props) {
  const [first] = row;
  if (!first) return null;
  const ready = row.filter(decisions.isReady);
  const chooseAll = (choice: 'mine' | 'theirs') => {
    for (const conflict of row) if (conflict.choices.includes(choice)) decisions.choose(conflict, choice);
  };
  return (
    <section
      aria-label={conflictName(first)}
      className="flex min-w-0 flex-col gap-3 rounded-sheet border border-line p-4"
    >
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h2
          title={conflictName(first)}
          className="line-clamp-2 min-w-[min(20rem,100%)] flex-1 text-16 font-semibold break-words"
        >
          {conflictName(first)}
        </h2>
        <div className="flex flex-wrap gap-2">
          {row.length > 1 && row.every(isOfField) && (
            <>
              <Button onPress={() => chooseAll('mine')}>All mine</Button>
              <Button onPress={() => chooseAll('theirs')}>All the server’s</Button>
            </>
          )}
          <Button isDisabled={ready.length === 0} isPending={decisions.isPending} onPress={() => onConfirm(ready)}>
            Confirm
          </Button>
        </div>
      </div>
      {row.map((conflict) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn and read as part of a form
        <div
          key={conflict.number}
          role="group"
          aria-label={conflict.field ? `Conflict: ${fieldLabel(conflict.field)}` : 'Conflict about the whole row'}
          data-conflict={conflict.number}
          tabIndex={conflict.number === current ? 0 : -1}
          onFocus={() => onFocus(conflict.number)}
          className={`min-w-0 border-l-2 pl-3 ${conflict.number === current ? 'border-primary' : 'border-transparent'}`}
        >
          <Outdated what={decisions.outdated(conflict)} />
          {isOfField(conflict) ? (
            <FieldChoice conflict={conflict} decisions={decisions} />
          ) : (
            <RowChoice conflict={conflict} decisions={decisions} />
          )}
          <HolderKey conflict={conflict} decisions={decisions} />
        </div>
      ))}
    </section>
  );
}

/** What was decided half-way and has moved on since is told, never taken for decided. */
function Outdated({ what }: { what: 'choice' | 'text' | null }) {
  if (!what) return null;
  return (
    <p role="status" className="pb-2 text-14 text-pending">
      {what === 'text'
        ? 'One side has changed since you typed your value. It is kept; please look again before you confirm it.'
        : 'One side has changed since you chose: your choice was dropped. Please choose again.'}
    </p>
  );
}
