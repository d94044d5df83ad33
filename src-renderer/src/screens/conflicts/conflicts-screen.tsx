import type { ConflictItem } from '@shared/entities/pending';
import { GitCompareArrows } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useShortcuts } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { KeyHint } from '../../components/key-hint';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { countText } from '../../format/quantity';
import { fieldLabel } from '../pending/change-words';
import { choiceOfKey, conflictName, isOfField } from './conflict-words';
import { FieldChoice } from './field-choice';
import { RowChoice } from './row-choice';
import { type Decisions, useDecisions } from './use-decisions';

const crumbs = [{ label: 'Sync' }, { label: 'Conflicts', to: '/conflicts' }];

/** What both sides changed: decided one by one or row by row, by mouse or keyboard; nothing counts before it is confirmed. */
export function ConflictsScreen() {
  usePage('Conflicts', crumbs);
  const { data, error, refetch } = useApiQuery('conflict.list', {});
  const decisions = useDecisions();
  const [current, setCurrent] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = data?.items ?? [];
  useStatusText(data ? countText(data.pagination.total, 'conflict', 'conflicts') : '');

  const at = Math.max(
    items.findIndex(({ number }) => number === current),
    0,
  );
  const focus = (conflict: ConflictItem | undefined) => {
    if (!conflict) return;
    setCurrent(conflict.number);
    list.current?.querySelector<HTMLElement>(`[data-conflict="${conflict.number}"]`)?.focus();
  };
  const decide = (key: 'M' | 'S') => {
    const conflict = items[at];
    const choice = conflict && choiceOfKey(conflict, key);
    if (!conflict || !choice) return;
    decisions.choose(conflict, choice);
    focus(conflict);
  };
  const rowOf = (conflict: ConflictItem) =>
    items.filter(({ entity, id }) => entity === conflict.entity && id === conflict.id);
  const step = current === null ? 0 : 1;
  useShortcuts([
    { keys: 'J', label: 'Next conflict', run: () => focus(items[Math.min(at + step, items.length - 1)]) },
    { keys: 'K', label: 'Conflict before', run: () => focus(items[Math.max(at - 1, 0)]) },
    { keys: 'M', label: 'Keep mine', run: () => decide('M') },
    { keys: 'S', label: 'Take the server’s', run: () => decide('S') },
    {
      keys: 'E',
      label: 'Give another value',
      run: () => {
        const conflict = items[at];
        const choice = (['edit', 'rename_key'] as const).find((one) => conflict?.choices.includes(one));
        if (!conflict || !choice) return;
        setCurrent(conflict.number);
        decisions.choose(conflict, choice);
      },
    },
  ]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const isOnConflict = event.target instanceof HTMLElement && event.target.dataset.conflict !== undefined;
    const isText = event.target instanceof HTMLInputElement;
    const conflict = items[at];
    if (event.key !== 'Enter' || !(isOnConflict || isText) || !conflict) return;
    event.preventDefault();
    decisions.confirm(rowOf(conflict).filter(decisions.isReady));
  };

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  const ready = items.filter(decisions.isReady);
  return (
    <Page>
      <PageHeader
        title="Conflicts"
        actions={
          items.length > 0 && (
            <Button
              kind="primary"
              isDisabled={ready.length === 0}
              isPending={decisions.isPending}
              onPress={() => decisions.confirm(ready)}
            >
              Confirm {countText(ready.length, 'decision', 'decisions')}
            </Button>
          )
        }
      >
        {items.length > 0 && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
            <span>
              <KeyHint keys="J" /> <KeyHint keys="K" /> move
            </span>
            <span>
              <KeyHint keys="M" /> mine
            </span>
            <span>
              <KeyHint keys="S" /> server
            </span>
            <span>
              <KeyHint keys="E" /> edit
            </span>
            <span>
              <KeyHint keys="Enter" /> confirm
            </span>
          </span>
        )}
      </PageHeader>
      {items.length === 0 ? (
        <EmptyState title="No conflicts" icon={<GitCompareArrows aria-hidden size={32} />}>
          When the server and you change the same thing, it is decided here. What only one side changed is merged
          without asking, and is listed in the history of syncs.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: Enter confirms what is focused inside
        <div ref={list} onKeyDown={onKeyDown} className="flex min-w-0 flex-col gap-4">
          {rowsIn(items).map((row) => (
            <ConflictRow
              key={`${row[0]?.entity} ${row[0]?.id}`}
              row={row}
              current={items[at]?.number ?? null}
              decisions={decisions}
              onFocus={setCurrent}
            />
          ))}
        </div>
      )}
    </Page>
  );
}

/** Conflicts of one row stand together. */
const rowsIn = (items: readonly ConflictItem[]): ConflictItem[][] => [
  ...Map.groupBy(items, ({ entity, id }) => `${entity} ${id}`).values(),
];

interface RowProps {
  row: readonly ConflictItem[];
  current: number | null;
  decisions: Decisions;
  onFocus(number: number): void;
}

function ConflictRow({ row, current, decisions, onFocus }: RowProps) {
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
        <h2 title={conflictName(first)} className="line-clamp-2 min-w-0 text-16 font-semibold break-words">
          {conflictName(first)}
        </h2>
        <div className="flex flex-wrap gap-2">
          {row.length > 1 && row.every(isOfField) && (
            <>
              <Button onPress={() => chooseAll('mine')}>All mine</Button>
              <Button onPress={() => chooseAll('theirs')}>All the server’s</Button>
            </>
          )}
          <Button
            isDisabled={ready.length === 0}
            isPending={decisions.isPending}
            onPress={() => decisions.confirm(ready)}
          >
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
          {isOfField(conflict) ? (
            <FieldChoice conflict={conflict} decisions={decisions} />
          ) : (
            <RowChoice conflict={conflict} decisions={decisions} />
          )}
        </div>
      ))}
    </section>
  );
}
