import type { Group } from '@shared/entities/group';
import type { Price } from '@shared/entities/price';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { DataTable } from '../../components/data-table';
import type { MenuAction } from '../../components/menu';
import { NothingFound } from '../../components/nothing-found';
import { rowCount } from '../../components/row-count';
import { Select } from '../../components/select';
import { EmptyState } from '../../components/states';
import { Toolbar } from '../../components/toolbar';
import { useApiRows } from '../../door/use-api-rows';
import { EditPriceDialog } from '../charges/edit-price-dialog';
import { TerminatePriceDialog } from '../charges/terminate-price-dialog';
import { useHistoryAction } from '../history/open-history';
import { chargeColumns } from '../plans/charge-columns';
import { type ChargeView, chargeName, chargeViews } from '../plans/charge-terms';
import { AddMembersDialog } from './add-members-dialog';
import { pricesText } from './group-list';
import { memberQuery } from './member-query';
import { RemoveMembersDialog } from './remove-members-dialog';

const columns = chargeColumns('name', 'plan', 'type', 'timing', 'period', 'status', 'value');

type Open = { dialog: 'add' } | { dialog: 'edit' | 'terminate'; priceId: string } | { dialog: 'remove'; ids: string[] };

/** The prices of a group: add, remove, edit. Ended prices are members too until they are removed. */
export function GroupMembers({ group }: { group: Group }) {
  const [{ search, view, sort }, setList] = useSearchState({
    search: '',
    view: 'all' as ChargeView,
    sort: [{ field: 'display_name', direction: 'asc' as 'asc' | 'desc' }],
  });
  const [now, setNow] = useState(() => new Date().toISOString());
  const rows = useApiRows('price.search', {
    group_ids: [group.id],
    search,
    sort,
    expand: 'plan,meters',
    ...memberQuery(view, now),
  });
  useStatusText(rowCount(rows, 'price', 'prices'));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<Open | null>(null);
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const isLive = group.status === 'published';
  const add = () => setOpen({ dialog: 'add' });
  useShortcut('C', 'Add members', add, isLive);
  const close = () => {
    setOpen(null);
    // An edit may have made a version that starts later than the list was opened.
    setNow(new Date().toISOString());
  };

  const actionsOf = (price: Price): MenuAction[] => [
    { id: 'edit', label: 'Edit Price', onAction: () => setOpen({ dialog: 'edit', priceId: price.id }) },
    historyOf(price.id),
    ...(price.end_date === null
      ? [
          {
            id: 'terminate',
            label: 'Terminate…',
            isDangerous: true,
            onAction: () => setOpen({ dialog: 'terminate', priceId: price.id }),
          },
        ]
      : []),
    { id: 'remove', label: 'Remove from group…', onAction: () => setOpen({ dialog: 'remove', ids: [price.id] }) },
  ];

  const addButton = isLive && (
    <Button kind="primary" icon={<Plus aria-hidden size={16} />} onPress={add}>
      Add members
    </Button>
  );

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {group.member_count > 0 && (
        <Toolbar
          search={search}
          onSearch={(text) => setList({ search: text })}
          searchLabel="Name, lookup key or plan"
          end={
            <>
              {selected.size > 0 && (
                <>
                  <span role="status">{pricesText(selected.size)} selected</span>
                  <Button onPress={() => setOpen({ dialog: 'remove', ids: [...selected] })}>Remove from group…</Button>
                  <Button kind="quiet" onPress={() => setSelected(new Set())}>
                    Clear selection
                  </Button>
                </>
              )}
              {addButton}
            </>
          }
        >
          <Select<ChargeView>
            label="Status"
            hideLabel
            isCompact
            className="w-48"
            value={view}
            onChange={(next) => setList({ view: next })}
            options={chargeViews}
          />
        </Toolbar>
      )}
      <DataTable
        label={`Prices of ${group.name}`}
        rows={rows}
        columns={columns}
        rowKey={(price) => price.id}
        rowText={(price) => chargeName(price)}
        onOpen={(price) => price.plan && void navigate({ to: '/plans/$planId', params: { planId: price.plan.id } })}
        rowActions={actionsOf}
        sort={sort[0] ?? null}
        onSort={(one) => setList({ sort: [one] })}
        selected={selected}
        onSelect={setSelected}
        empty={
          group.member_count === 0 ? (
            <EmptyState title="This group has no prices" actions={addButton}>
              {isLive
                ? 'Add prices of any plan, or choose this group in a charge or in Edit Price.'
                : 'Archiving a group takes all prices out of it.'}
            </EmptyState>
          ) : (
            <NothingFound
              what="prices"
              search={search}
              others={view === 'all' ? [] : [`status is ${chargeViews.find(({ id }) => id === view)?.label}`]}
              onClear={() => setList({ search: '', view: 'all' })}
            />
          )
        }
      />
      {open?.dialog === 'add' && <AddMembersDialog group={group} onClose={close} />}
      {open?.dialog === 'edit' && <EditPriceDialog priceId={open.priceId} onClose={close} />}
      {open?.dialog === 'terminate' && <TerminatePriceDialog priceId={open.priceId} onClose={close} />}
      {open?.dialog === 'remove' && (
        <RemoveMembersDialog
          group={group}
          priceIds={open.ids}
          onClose={close}
          onRemoved={() => setSelected(new Set([...selected].filter((id) => !open.ids.includes(id))))}
        />
      )}
    </div>
  );
}
