import type { ConflictItem } from '@shared/entities/pending';
import { Copy } from 'lucide-react';
import { Button } from '../../components/button';
import { copyText } from '../../components/copy-text';
import { TextField } from '../../components/text-field';
import { fieldLabel } from '../pending/change-words';
import { Value } from '../pending/value-change';
import { valueText } from '../pending/value-text';
import { ChoiceButton } from './choice-button';
import { choiceOfKey, choiceWords, conflictText } from './conflict-words';
import { type Decisions, needsValue } from './use-decisions';

type Values = Record<string, unknown>;

/** A conflict about a whole row: what happened on each side, and what each choice leads to. */
export function RowChoice({ conflict, decisions }: { conflict: ConflictItem; decisions: Decisions }) {
  const { kind, choices, base, mine, theirs, affected } = conflict;
  const isOfTerms = kind === 'versioned_there';
  const only = isOfTerms ? differing([base, mine, theirs]) : undefined;
  const decision = decisions.of(conflict);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="text-14 text-secondary">{conflictText(conflict)}</p>
      {kind === 'key_taken' ? (
        <KeyFacts conflict={conflict} />
      ) : (
        <div className={`grid min-w-0 grid-cols-1 gap-2 ${isOfTerms ? 'md:grid-cols-3' : 'md:grid-cols-2'}`}>
          {isOfTerms && <Side heading="When you last synced" value={base} conflict={conflict} only={only} />}
          <Side heading="Yours" value={mine} conflict={conflict} only={only} />
          <Side
            heading={kind === 'unknown_fate' && theirs ? 'Looks like it on the server' : 'Server'}
            value={theirs}
            conflict={conflict}
            only={only}
          />
        </div>
      )}
      <div className="grid min-w-0 grid-cols-1 gap-2 md:grid-cols-2">
        {choices.map((choice) => {
          const { label, consequence } = choiceWords(conflict, choice);
          const letter = (['M', 'S'] as const).find((key) => choiceOfKey(conflict, key) === choice);
          return (
            <ChoiceButton
              key={choice}
              {...(letter && { letter })}
              isChosen={decision?.choice === choice}
              onChoose={() => decisions.choose(conflict, choice)}
            >
              <span className="font-medium">{label}</span>
              <span className="text-13 text-secondary">{consequence}</span>
            </ChoiceButton>
          );
        })}
      </div>
      {decision && needsValue(conflict, decision.choice) && (
        <TextField
          label={decision.choice === 'rename_key' ? 'Another lookup key' : 'Its id on the server'}
          isMono
          isRequired
          autoFocus={decisions.isFresh(conflict)}
          maxLength={255}
          value={decision.value}
          onChange={(value) => decisions.setValue(conflict, value)}
          className="max-w-110"
        />
      )}
      {affected && affected.count > 0 && decision?.choice === 'rename_key' && (
        <p className="text-13 text-secondary">
          Charges that hang on it: {affected.names.join(', ')}
          {affected.count > affected.names.length && ` and ${affected.count - affected.names.length} more`}.
        </p>
      )}
      {kind === 'gone_there' && (
        <div>
          <Button
            icon={<Copy aria-hidden size={16} />}
            onPress={() => void copyText(JSON.stringify({ mine, theirs }, null, 2), 'Change')}
          >
            Copy as JSON
          </Button>
        </div>
      )}
    </div>
  );
}

/** Who has the key: whether it is the same row, or another one, is seen by what it is. */
function KeyFacts({ conflict }: { conflict: ConflictItem }) {
  const { mine, theirs } = conflict;
  const isRow = typeof theirs === 'object' && theirs !== null;
  return (
    <>
      <p className="min-w-0 text-14 break-words">
        <code className="font-mono">{String(mine)}</code> is used by “{isRow ? nameIn(theirs) : String(theirs ?? '')}”
        on the server.
      </p>
      {isRow && <Side heading="The one on the server" value={theirs} conflict={conflict} />}
    </>
  );
}

/** The fields in which the sides of a row are not all alike. */
function differing(sides: readonly unknown[]): ReadonlySet<string> {
  const rows = sides.map((side) => (side ?? {}) as Values);
  const told = (row: Values, field: string) => JSON.stringify(row[field] ?? null);
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  return new Set([...fields].filter((field) => new Set(rows.map((row) => told(row, field))).size > 1));
}

/** What the sides have in a field. */
const sidesOf = ({ base, mine, theirs }: ConflictItem, field: string): unknown[] =>
  [base, mine, theirs].map((side) => ((side ?? {}) as Values)[field]);

const nameIn = (value: unknown): string => {
  const { name, display_name, lookup_key } = (value ?? {}) as Values;
  return String(name ?? display_name ?? lookup_key ?? '');
};

interface SideProps {
  heading: string;
  value: unknown;
  conflict: ConflictItem;
  /** These fields of it alone. */
  only?: ReadonlySet<string> | undefined;
}

/** What one side changed of the row, or has of it. */
function Side({ heading, value, conflict, only }: SideProps) {
  const all = typeof value === 'object' && value !== null ? Object.entries(value as Values) : [];
  const members = only ? all.filter(([field]) => only.has(field)) : all;
  const told = members.filter(([field, one]) => valueText(field, one, conflict) !== null || members.length < 4);
  return (
    // biome-ignore lint/a11y/useSemanticElements: every conflict has these sides: they are no landmarks of the page
    <div
      role="group"
      aria-label={heading}
      className="flex min-w-0 flex-col gap-1 rounded-control border border-line px-3 py-2 text-14"
    >
      <span className="text-12 font-medium text-muted">{heading}</span>
      {told.length === 0 && (
        <span className="text-secondary">
          {conflict.kind === 'unknown_fate' || only ? 'It is not known what it has.' : 'It is not there.'}
        </span>
      )}
      {told.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div
          role="group"
          aria-label={`Values: ${heading}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
          tabIndex={0}
          className="max-h-56 overflow-y-auto rounded-control"
        >
          <dl className="min-w-0">
            {told.map(([field, one]) => (
              <div key={field} className="flex min-w-0 gap-2">
                <dt className="w-32 shrink-0 text-secondary">
                  {field === 'members' ? 'New members' : fieldLabel(field)}
                </dt>
                <dd className="min-w-0 break-words">
                  <Value text={valueText(field, one, conflict, sidesOf(conflict, field))} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}
