import type { Group } from '@shared/entities/group';
import type { FilterCondition } from '@shared/list';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { useCreating } from '../../app/use-creating';
import { Button } from '../../components/button';
import { StatusChip } from '../../components/chip';
import type { DataColumn } from '../../components/data-row';
import { DataTable } from '../../components/data-table';
import { FilterBuilder } from '../../components/filter-builder';
import { NothingFound } from '../../components/nothing-found';
import { ListPage, PageHeader } from '../../components/page-header';
import { rowCount } from '../../components/row-count';
import { SortBuilder } from '../../components/sort-builder';
import { Toolbar } from '../../components/toolbar';
import { useApiRows } from '../../door/use-api-rows';
import { formatDate } from '../../format/date';
import { formatCount } from '../../format/quantity';
import { useHistoryAction } from '../history/open-history';
import { PendingMark } from '../pending/pending-mark';
import { ArchiveGroupDialog } from './archive-group-dialog';
import { CreateGroupDialog } from './create-group-dialog';
import { groupActions } from './group-actions';
import { groupFilterFields, groupSortFields, initialGroupSort } from './group-list';
import { NoGroups } from './no-groups';
import { RenameGroupDialog } from './rename-group-dialog';

const crumbs = [{ label: 'Product Catalog' }, { label: 'Groups', to: '/groups' }];

const columns: readonly DataColumn<Group>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(14rem, 2fr)',
    sortKey: 'name',
    cell: (group) => (
      <>
        <span className="truncate font-medium" title={`${group.name} (${group.lookup_key})`}>
          {group.name}
        </span>
        <PendingMark entity="group" id={group.id} />
      </>
    ),
  },
  { id: 'type', header: 'Type', width: '5rem', cell: () => 'Price' },
  { id: 'status', header: 'Status', width: '6rem', cell: (group) => <StatusChip status={group.status} /> },
  {
    id: 'updated_at',
    header: 'Updated at',
    width: '9rem',
    sortKey: 'updated_at',
    cell: (group) => formatDate(group.updated_at),
  },
  {
    id: 'members',
    header: 'Members',
    width: '7rem',
    align: 'end',
    cell: (group) => formatCount(group.member_count),
  },
];

interface Open {
  dialog: 'rename' | 'archive';
  group: Group;
}

/** All groups: find, create, rename, archive. */
export function GroupsScreen() {
  usePage('Groups', crumbs);
  const [{ search, filters, sort }, setList] = useSearchState({
    search: '',
    filters: [] as FilterCondition[],
    sort: [...initialGroupSort],
  });
  const rows = useApiRows('group.search', { search, filters, sort });
  useStatusText(rowCount(rows, 'group', 'groups'));
  const [open, setOpen] = useState<Open | null>(null);
  const { isCreating, begin, end } = useCreating();
  useShortcut('C', 'Create a group', begin);
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const openGroup = (group: Group) => void navigate({ to: '/groups/$groupId', params: { groupId: group.id } });
  const isNarrowed = search !== '' || filters.length > 0;
  const close = () => setOpen(null);

  return (
    <ListPage>
      <PageHeader
        title="Groups"
        actions={
          <Button kind="primary" icon={<Plus aria-hidden size={16} />} aria-label="Add: create a group" onPress={begin}>
            Add
          </Button>
        }
      />
      <Toolbar search={search} onSearch={(text) => setList({ search: text })} searchLabel="Name or lookup key">
        <FilterBuilder fields={groupFilterFields} value={filters} onChange={(next) => setList({ filters: next })} />
        <SortBuilder
          fields={groupSortFields}
          value={sort}
          onChange={(next) => setList({ sort: next })}
          initial={initialGroupSort}
        />
      </Toolbar>
      <DataTable
        label="Groups"
        rows={rows}
        columns={columns}
        rowKey={(group) => group.id}
        rowText={(group) => group.name}
        onOpen={openGroup}
        rowActions={(group) => [
          { id: 'open', label: 'Open', onAction: () => openGroup(group) },
          ...groupActions(group, {
            onRename: () => setOpen({ dialog: 'rename', group }),
            onArchive: () => setOpen({ dialog: 'archive', group }),
            history: historyOf(group.id),
          }),
        ]}
        sort={sort[0] ?? null}
        onSort={(one) => setList({ sort: [one] })}
        empty={
          isNarrowed ? (
            <NothingFound
              what="groups"
              search={search}
              filters={filters}
              fields={groupFilterFields}
              onClear={() => setList({ search: '', filters: [] })}
            />
          ) : (
            <NoGroups onCreate={begin} />
          )
        }
      />
      {isCreating && <CreateGroupDialog onClose={end} />}
      {open?.dialog === 'rename' && <RenameGroupDialog group={open.group} onClose={close} />}
      {open?.dialog === 'archive' && <ArchiveGroupDialog group={open.group} onClose={close} />}
    </ListPage>
  );
}
