import type { PendingPage } from '@shared/entities/pending';
import type { Connection, PendingChange, SyncStatus } from '@shared/entities/sync';
import { Download, Send, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { useSyncStatus } from '../../app/use-sync-status';
import { Button } from '../../components/button';
import { DataTable } from '../../components/data-table';
import type { MenuAction } from '../../components/menu';
import { NothingFound } from '../../components/nothing-found';
import { ListPage, PageHeader } from '../../components/page-header';
import { rowCount } from '../../components/row-count';
import { toastFailure } from '../../components/toast';
import { Toolbar } from '../../components/toolbar';
import { useApiQuery } from '../../door/use-api';
import { useApiRows } from '../../door/use-api-rows';
import { allChanges } from './all-changes';
import { ChangeDetail } from './change-detail';
import { entityWords, isOfOthers, keyOf, nameOf } from './change-words';
import { ExportSetDialog } from './export-set-dialog';
import { ImportSetDialog } from './import-set-dialog';
import { NothingPending } from './nothing-pending';
import { pendingColumns } from './pending-columns';
import { filterInput, type PendingFilter, PendingFilters } from './pending-filters';
import { RevertDialog } from './revert-dialog';
import { SelectionBar } from './selection-bar';
import { SendDialog } from './send-dialog';
import { type ChangeKey, useChangeActions } from './use-change-actions';
import { type WhatGoes, whatGoes } from './what-goes';

const crumbs = [{ label: 'Sync' }, { label: 'Pending changes', to: '/pending' }];
const noFilter: PendingFilter = { entity: 'all', kind: 'all', state: 'all' };

type Open =
  | { dialog: 'send'; goes: WhatGoes; names: Readonly<Record<string, string>>; items: readonly ChangeKey[] | null }
  | { dialog: 'revert'; changes: readonly PendingChange[] }
  | { dialog: 'export'; items: readonly ChangeKey[] | null }
  | { dialog: 'import' };

/** What the server does not have yet: looked at, taken back, held, released and sent. */
export function PendingScreen() {
  usePage('Pending changes', crumbs);
  const [{ search, shown, ...filter }, setList] = useSearchState({ search: '', shown: '', ...noFilter });
  const [selected, setSelected] = useState<ReadonlyMap<string, PendingChange>>(new Map());
  const [open, setOpen] = useState<Open | null>(null);
  const counts = useApiQuery('pending.list', { limit: 1 }).data?.counts;
  const { data: connected } = useApiQuery('connection.get', {});
  const connection = connected?.connection ?? null;
  const isReviewed = connection?.send === 'review';
  const syncState = useSyncStatus().data?.state;
  const rows = useApiRows('pending.list', { search, ...filterInput(filter, isReviewed) });
  const actions = useChangeActions();
  const close = () => setOpen(null);
  const clear = () => setSelected(new Map());
  useStatusText(rowCount(rows, 'pending change', 'pending changes'));

  const loaded = Array.from({ length: Math.min(rows.total, 500) }, (_, index) => rows.at(index)).filter(
    (row) => row !== undefined,
  );
  const current = keyIn(shown) ?? loaded[0] ?? null;
  const askFor = async (dialog: 'send' | 'revert', items: readonly ChangeKey[] | null) => {
    const { items: all, names } = await allChanges();
    if (dialog === 'send') {
      setOpen({ dialog, goes: whatGoes(all, items), names, items });
      return;
    }
    const wanted = items && new Set(items.map(keyOf));
    setOpen({ dialog, changes: all.filter((change) => !wanted || wanted.has(keyOf(change))) });
  };
  const ask = (dialog: 'send' | 'revert', items: readonly ChangeKey[] | null = null) =>
    void askFor(dialog, items).catch(toastFailure);
  const sendAll = () => ask('send');
  const total = counts?.total ?? 0;
  const staysHere = counts?.states.local_only ?? 0;
  useShortcut('Mod+S', 'Review and send the pending changes', sendAll, total > staysHere);
  const detail = useRef<HTMLElement>(null);
  const show = ({ entity, id }: ChangeKey) => {
    setList({ shown: `${entity} ${id}` });
    // In a narrow window it is below the list.
    detail.current?.scrollIntoView({ block: 'nearest' });
  };
  const isFiltered = search !== '' || JSON.stringify(filterInput(filter, isReviewed)) !== '{}';

  // Where everything is reviewed, nothing is released that is not in sight: Send… shows it first.
  const canRelease = !isReviewed;
  const holding = (change: PendingChange): MenuAction[] => {
    if (!change.is_held) return [{ id: 'hold', label: 'Hold back', onAction: () => actions.hold([change]) }];
    return canRelease ? [{ id: 'release', label: 'Release', onAction: () => actions.release([change]) }] : [];
  };
  const actionsOf = (change: PendingChange): MenuAction[] => [
    { id: 'send', label: 'Send…', onAction: () => ask('send', [change]) },
    ...holding(change),
    { id: 'export', label: 'Export…', onAction: () => setOpen({ dialog: 'export', items: [change] }) },
    {
      id: 'revert',
      label: 'Take back…',
      isDangerous: true,
      onAction: () => ask('revert', [change]),
    },
  ];

  return (
    <ListPage>
      <PageHeader
        title="Pending changes"
        actions={
          <>
            <Button icon={<Upload aria-hidden size={16} />} onPress={() => setOpen({ dialog: 'import' })}>
              Import set…
            </Button>
            {connection && total > 0 && (
              <>
                <Button
                  icon={<Download aria-hidden size={16} />}
                  onPress={() => setOpen({ dialog: 'export', items: null })}
                >
                  Export set…
                </Button>
                <Button onPress={() => ask('revert')}>Take all back…</Button>
                <Button
                  kind="primary"
                  icon={<Send aria-hidden size={16} />}
                  isDisabled={total === staysHere}
                  onPress={sendAll}
                >
                  Review &amp; send…
                </Button>
              </>
            )}
          </>
        }
      >
        {connection && counts && total > 0 && whenSent(connection, syncState, counts)}
      </PageHeader>
      {total === 0 && !isFiltered && rows.total === 0 && !rows.isLoading ? (
        <NothingPending connection={connection} />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-4 xl:flex-row">
          <div className="flex min-h-80 min-w-0 flex-1 flex-col gap-3">
            <Toolbar search={search} onSearch={(text) => setList({ search: text })} searchLabel="Name or lookup key">
              <PendingFilters filter={filter} counts={counts} onChange={setList} />
            </Toolbar>
            {selected.size > 0 && (
              <SelectionBar
                selected={[...selected.values()]}
                actions={actions}
                canRelease={canRelease}
                onSend={() => ask('send', [...selected.values()])}
                onRevert={() => ask('revert', [...selected.values()])}
                onExport={() => setOpen({ dialog: 'export', items: [...selected.values()] })}
                onClear={clear}
              />
            )}
            <DataTable
              label="Pending changes"
              rows={rows}
              columns={pendingColumns({ isReviewed, current: current?.id ?? null, hasOthers: loaded.some(isOfOthers) })}
              rowKey={keyOf}
              rowText={(change) => `${entityWords[change.entity]} ${nameOf(change)}`}
              onOpen={show}
              rowActions={actionsOf}
              selected={new Set(selected.keys())}
              onSelect={(keys) => setSelected(chosen(keys, loaded, selected))}
              empty={
                <NothingFound
                  what="pending changes"
                  search={search}
                  others={isFiltered && search === '' ? ['the filters'] : []}
                  onClear={() => setList({ search: '', ...noFilter })}
                />
              }
            />
          </div>
          {current && rows.total > 0 && (
            <aside
              ref={detail}
              aria-label="The change"
              className="min-w-0 shrink-0 overflow-y-auto rounded-control border border-line xl:w-[26rem] 2xl:w-[32rem]"
            >
              <ChangeDetail
                key={keyOf(current)}
                changeKey={{ entity: current.entity, id: current.id }}
                isReviewed={isReviewed}
                actions={actions}
                onSend={(items) => ask('send', items)}
                onRevert={(items) => ask('revert', items)}
                onSelect={show}
              />
            </aside>
          )}
        </div>
      )}
      {open?.dialog === 'send' && (
        <SendDialog
          goes={open.goes}
          names={open.names}
          actions={actions}
          onDone={clear}
          onStale={() => ask('send', open.items)}
          onClose={close}
        />
      )}
      {open?.dialog === 'revert' && (
        <RevertDialog changes={open.changes} actions={actions} onDone={clear} onClose={close} />
      )}
      {open?.dialog === 'export' && <ExportSetDialog items={open.items} onClose={close} />}
      {open?.dialog === 'import' && <ImportSetDialog onClose={close} />}
    </ListPage>
  );
}

/** When changes leave, in a sentence. */
function whenSent(
  connection: Connection,
  state: SyncStatus['state'] | undefined,
  { total, held, states }: PendingPage['counts'],
): string {
  if (states.local_only === total) return 'This server cannot take them: they stay on this computer.';
  if (held + states.local_only >= total) return 'Held back until you send or release them.';
  if (connection.send === 'review') return 'Sent once you have reviewed them.';
  if (connection.is_offline) return 'You work offline: sent once you switch that off.';
  return state === 'cancelled'
    ? 'The last sync was cancelled: sent with your next edit, or when you press Sync now.'
    : 'Sent with the next sync.';
}

/** The change an address names; null when it names none. */
function keyIn(shown: string): ChangeKey | null {
  const [entity, id] = shown.split(' ');
  return entity && id && Object.hasOwn(entityWords, entity) ? { entity: entity as ChangeKey['entity'], id } : null;
}

function chosen(
  keys: ReadonlySet<string>,
  loaded: readonly PendingChange[],
  before: ReadonlyMap<string, PendingChange>,
): ReadonlyMap<string, PendingChange> {
  const known = new Map([...before, ...loaded.map((row) => [keyOf(row), row] as const)]);
  return new Map([...keys].flatMap((key) => (known.has(key) ? [[key, known.get(key) as PendingChange]] : [])));
}
