import type { Group } from '@shared/entities/group';
import type { Price } from '@shared/entities/price';
import type { SortCondition } from '@shared/list';
import { useState } from 'react';
import { Button } from '../../components/button';
import type { DataColumn } from '../../components/data-row';
import { DataTable } from '../../components/data-table';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { NothingFound } from '../../components/nothing-found';
import { EmptyState } from '../../components/states';
import { toastDone } from '../../components/toast';
import { Toolbar } from '../../components/toolbar';
import { useApiMutation } from '../../door/use-api';
import { useApiRows } from '../../door/use-api-rows';
import { chargeColumns } from '../plans/charge-columns';
import { chargeName } from '../plans/charge-terms';
import { pricesText } from './group-list';
import { moveBack } from './move-back';

const columns: readonly DataColumn<Price>[] = [
  ...chargeColumns('name'),
  // Plain text: following a link from here would lose what has been chosen.
  { id: 'plan', header: 'Plan', cell: (price) => <span title={price.plan?.name}>{price.plan?.name ?? '—'}</span> },
  {
    id: 'now',
    header: 'Now in',
    width: 'minmax(10rem, 1.5fr)',
    cell: (price) =>
      price.group ? (
        <span title={`Moves from ${price.group.name}`}>moves from {price.group.name}</span>
      ) : (
        <span className="text-muted">No group</span>
      ),
  },
  ...chargeColumns('value'),
];

interface Props {
  group: Group;
  onClose(): void;
}

/** Chooses prices of any plan for a group; says which group each one would leave. */
export function AddMembersDialog({ group, onClose }: Props) {
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<SortCondition[]>([{ field: 'display_name', direction: 'asc' }]);
  // What is chosen is kept with the row, so that a new search does not forget where it came from.
  const [chosen, setChosen] = useState<ReadonlyMap<string, Price>>(new Map());
  const rows = useApiRows('price.search', {
    search,
    sort,
    expand: 'plan,meters,groups',
    filters: [{ field: 'group_id', operator: 'not_in', data_type: 'array', value: { array: [group.id] } }],
  });
  const add = useApiMutation('price.moveToGroup');
  const submit = () =>
    add.mutate(
      { ids: [...chosen.keys()], group_id: group.id },
      {
        onSuccess: ({ moved }) => {
          onClose();
          toastDone(`${pricesText(moved)} added to “${group.name}”`, {
            onAction: () => moveBack([...chosen.values()]),
          });
        },
      },
    );

  const select = (keys: ReadonlySet<string>) => {
    const loaded = Array.from({ length: rows.total }, (_, index) => rows.at(index));
    const known = new Map(loaded.flatMap((price) => (price ? [[price.id, price] as const] : [])));
    const pairs = [...keys].flatMap((key) => {
      const price = chosen.get(key) ?? known.get(key);
      return price ? [[key, price] as const] : [];
    });
    setChosen(new Map(pairs));
  };
  const moved = [...chosen.values()].filter((price) => price.group_id !== null).length;

  return (
    <Dialog
      title={`Add members to “${group.name}”`}
      description="Prices of all plans that are not in this group yet."
      size="large"
      isOpen
      onClose={onClose}
      isDirty={chosen.size > 0}
      footer={
        <>
          <span role="status" className="mr-auto self-center text-14 text-secondary">
            {pricesText(chosen.size)} chosen{moved > 0 && `, ${moved} leave another group`}
          </span>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" isPending={add.isPending} isDisabled={chosen.size === 0} onPress={submit}>
            {chosen.size === 0 ? 'Add prices' : `Add ${pricesText(chosen.size)}`}
          </Button>
        </>
      }
    >
      <div className="flex h-[55vh] min-h-60 flex-col gap-3">
        {add.error && <Notice kind="danger">{add.error.message}</Notice>}
        {moved > 0 && (
          <Notice kind="info">A price is in one group at a time. Its past usage moves with it in reports.</Notice>
        )}
        <Toolbar search={search} onSearch={setSearch} searchLabel="Name, lookup key or plan" />
        <DataTable
          label="Prices that can be added"
          rows={rows}
          columns={columns}
          rowKey={(price) => price.id}
          rowText={(price) => chargeName(price)}
          onOpen={(price) => {
            const next = new Set(chosen.keys());
            if (!next.delete(price.id)) next.add(price.id);
            select(next);
          }}
          sort={sort[0] ?? null}
          onSort={(one) => setSort([one])}
          selected={new Set(chosen.keys())}
          onSelect={select}
          empty={
            search ? (
              <NothingFound what="prices" search={search} onClear={() => setSearch('')} />
            ) : (
              <EmptyState title="No prices to add">
                Every price that is charged now is in this group already.
              </EmptyState>
            )
          }
        />
      </div>
    </Dialog>
  );
}
