import type { Plan } from '@shared/entities/plan';
import type { Price } from '@shared/entities/price';
import { foldText } from '@shared/rules/fold-text';
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { buttonClass } from '../../components/button';
import { DataTable } from '../../components/data-table';
import type { TableSort } from '../../components/header-cell';
import type { MenuAction } from '../../components/menu';
import { NothingFound } from '../../components/nothing-found';
import { rowsOf } from '../../components/row-source';
import { Select } from '../../components/select';
import { EmptyState } from '../../components/states';
import { Switch } from '../../components/switch';
import { Toolbar } from '../../components/toolbar';
import { EditPriceDialog } from '../charges/edit-price-dialog';
import { TerminatePriceDialog } from '../charges/terminate-price-dialog';
import { useHistoryAction } from '../history/open-history';
import { chargeColumns } from './charge-columns';
import {
  type ChargeSortField,
  type ChargeView,
  chargeName,
  chargesText,
  chargeViews,
  compareCharges,
  isInView,
} from './charge-terms';
import { GroupedCharges } from './grouped-charges';
import { MoveToGroupDialog } from './move-to-group-dialog';

const columns = chargeColumns('name', 'type', 'timing', 'period', 'group', 'status', 'value');

type Open = { dialog: 'edit' | 'terminate' | 'move'; price: Price };

const matches = (price: Price, wanted: string) =>
  [chargeName(price), price.lookup_key, price.group?.name ?? ''].some((text) => foldText(text).includes(wanted));

/** The charges of a plan, flat or under their groups. All of them are there already, so every change is instant. */
export function PlanCharges({ plan }: { plan: Plan }) {
  const [{ search, view, sort, isGrouped }, setList] = useSearchState({
    search: '',
    view: 'current' as ChargeView,
    sort: { field: 'display_name', direction: 'asc' } as TableSort,
    isGrouped: false,
  });
  const [open, setOpen] = useState<Open | null>(null);
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const isLive = plan.status === 'published';
  useShortcut(
    'C',
    'Add charges',
    () => void navigate({ to: '/plans/$planId/charges/new', params: { planId: plan.id } }),
    isLive,
  );
  const all = plan.prices ?? [];
  const now = new Date().toISOString();
  const wanted = foldText(search.trim());
  const shown = all
    .filter((price) => isInView(price, view, now) && matches(price, wanted))
    .sort((a, b) => compareCharges(a, b, sort.field as ChargeSortField, sort.direction));
  useStatusText(
    shown.length === all.length ? chargesText(all.length) : `${shown.length} of ${chargesText(all.length)}`,
  );
  const close = () => setOpen(null);

  const edit = (price: Price) => setOpen({ dialog: 'edit', price });
  const actionsOf = (price: Price): MenuAction[] => [
    { id: 'edit', label: 'Edit Price', onAction: () => edit(price) },
    { id: 'move', label: 'Move to group…', onAction: () => setOpen({ dialog: 'move', price }) },
    historyOf(price.id),
    ...(price.end_date === null
      ? [
          {
            id: 'terminate',
            label: 'Terminate…',
            isDangerous: true,
            onAction: () => setOpen({ dialog: 'terminate', price }),
          },
        ]
      : []),
  ];

  const addLink = isLive && (
    <Link to="/plans/$planId/charges/new" params={{ planId: plan.id }} className={buttonClass('primary')}>
      <Plus aria-hidden size={16} />
      Add
      <span className="sr-only">charges</span>
    </Link>
  );
  const empty =
    all.length === 0 ? (
      <EmptyState title="This plan has no charges" actions={addLink}>
        Add fixed charges, or charges that follow the usage of a feature.
      </EmptyState>
    ) : (
      <NothingFound
        what="charges"
        search={search}
        others={[`status is ${chargeViews.find(({ id }) => id === view)?.label ?? view}`]}
        onClear={() => setList({ search: '', view: 'all' })}
      />
    );

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {all.length > 0 && (
        <Toolbar
          search={search}
          onSearch={(text) => setList({ search: text })}
          searchLabel="Name, lookup key or group"
          end={addLink}
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
          <Switch isSelected={isGrouped} onChange={(next) => setList({ isGrouped: next })}>
            Group by group
          </Switch>
        </Toolbar>
      )}
      {isGrouped && shown.length > 0 ? (
        <GroupedCharges
          label={`Charges of ${plan.name} by group`}
          charges={shown}
          actionsOf={actionsOf}
          onOpen={edit}
          sort={sort}
          onSort={(next) => setList({ sort: next })}
        />
      ) : (
        <DataTable
          label={`Charges of ${plan.name}`}
          rows={rowsOf(shown)}
          columns={columns}
          rowKey={(price) => price.id}
          rowText={(price) => chargeName(price)}
          onOpen={edit}
          rowActions={actionsOf}
          sort={sort}
          onSort={(next) => setList({ sort: next })}
          empty={empty}
        />
      )}
      {open?.dialog === 'edit' && <EditPriceDialog priceId={open.price.id} onClose={close} />}
      {open?.dialog === 'terminate' && <TerminatePriceDialog priceId={open.price.id} onClose={close} />}
      {open?.dialog === 'move' && <MoveToGroupDialog price={open.price} onClose={close} />}
    </div>
  );
}
