import type { ConflictItem } from '@shared/entities/pending';
import { GitCompareArrows } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useShortcuts } from '../../app/shortcuts';
import { useSyncStatus } from '../../app/use-sync-status';
import { Button } from '../../components/button';
import { KeyHint } from '../../components/key-hint';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { countText } from '../../format/quantity';
import { ConflictRow } from './conflict-row';
import { choiceOfKey } from './conflict-words';
import { MoreConflicts } from './more-conflicts';
import { keepTyped } from './unconfirmed';
import { useConflicts } from './use-conflicts';
import { useDecisions } from './use-decisions';

const crumbs = [{ label: 'Sync' }, { label: 'Conflicts', to: '/conflicts' }];

/** What both sides changed: decided one by one or row by row, by mouse or keyboard; nothing counts before it is confirmed. */
export function ConflictsScreen() {
  usePage('Conflicts', crumbs);
  const { data, error, refetch, showMore } = useConflicts();
  const decisions = useDecisions();
  const [current, setCurrent] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = data?.items ?? [];
  const rowCount = useSyncStatus().data?.conflicts ?? 0;
  useStatusText(data ? countOf(data.pagination.total, rowCount) : '');

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
    // With a text that is good as it is, the next letter is a command again and not part of it.
    decisions.choose(conflict, choice, conflict.suggestion === null);
    focus(conflict);
  };
  const rowOf = (conflict: ConflictItem) =>
    items.filter(({ entity, id }) => entity === conflict.entity && id === conflict.id);
  /** The keyboard goes on with what follows, or with what is left before it. */
  const confirm = (conflicts: readonly ConflictItem[]) => {
    const isGone = ({ number }: ConflictItem) => conflicts.some((one) => one.number === number);
    const last = items.findLastIndex(isGone);
    const next = items.find((item, index) => index > last && !isGone(item)) ?? items.findLast((item) => !isGone(item));
    decisions.confirm(conflicts, () => {
      if (next) focus(next);
      else document.querySelector('h1')?.focus();
    });
  };
  const goOn = () => {
    // The button may be gone afterwards; J goes on from the last one.
    focus(items.at(-1));
    showMore();
  };
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
    const isLine = event.target instanceof HTMLInputElement;
    const isText = isLine || event.target instanceof HTMLTextAreaElement;
    const conflict = items[at];
    // Out of a text and back to where J, K, M and S work; what was typed stays.
    if (event.key === 'Escape' && isText) return focus(conflict);
    // In a text of several lines Enter is a line break.
    const isConfirmed = isOnConflict || isLine || (isText && (event.ctrlKey || event.metaKey));
    if (event.key !== 'Enter' || !isConfirmed || !conflict) return;
    event.preventDefault();
    confirm(rowOf(conflict).filter(decisions.isReady));
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
              onPress={() => confirm(ready)}
            >
              {ready.length === 0 ? 'Confirm decisions' : `Confirm ${countText(ready.length, 'decision', 'decisions')}`}
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
            <span>
              <KeyHint keys="Esc" /> leave a text
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
        <div ref={list} onKeyDown={onKeyDown} onBlur={keepTyped} className="flex min-w-0 flex-col gap-4">
          {rowsIn(items).map((row) => (
            <ConflictRow
              key={`${row[0]?.entity} ${row[0]?.id}`}
              row={row}
              current={items[at]?.number ?? null}
              decisions={decisions}
              onConfirm={confirm}
              onFocus={setCurrent}
            />
          ))}
          <MoreConflicts shown={items.length} total={data.pagination.total} onMore={goOn} />
        </div>
      )}
    </Page>
  );
}

/** Fields are decided one by one; what waits for it are the rows. */
const countOf = (conflicts: number, rows: number): string => {
  const text = countText(conflicts, 'conflict', 'conflicts');
  return rows > 0 && rows < conflicts ? `${text} in ${countText(rows, 'row', 'rows')}` : text;
};

/** Conflicts of one row stand together. */
const rowsIn = (items: readonly ConflictItem[]): ConflictItem[][] => [
  ...Map.groupBy(items, ({ entity, id }) => `${entity} ${id}`).values(),
];
