import type { Group } from '@shared/entities/group';
import { type ReactNode, useState } from 'react';
import { SearchSelect } from '../../components/search-select';
import { useApiQuery } from '../../door/use-api';
import { countText, formatCount } from '../../format/quantity';
import { CreateGroupInPlace } from './create-group-in-place';

interface Props {
  /** The chosen group's id; null for none. */
  value: string | null;
  onChange(groupId: string | null, group: Group | null): void;
  label?: string;
  description?: ReactNode;
  error?: string | null;
  isDisabled?: boolean;
  /** Whether the list starts with None. Off where a group must be chosen. */
  hasNone?: boolean;
  className?: string;
}

/** Groups shown at once; typing reaches all the others. */
const shownGroups = 50;

/** The price group of a charge: None, any live group by name or lookup key, or a new one made without leaving the form. */
export function GroupPicker({ value, onChange, label = 'Group', hasNone = true, ...field }: Props) {
  const [search, setSearch] = useState('');
  const [newName, setNewName] = useState<string | null>(null);
  const matches = useApiQuery('group.search', {
    search: search.trim(),
    entity_type: 'price',
    status: 'published',
    sort: [{ field: 'name', direction: 'asc' }],
    limit: shownGroups,
  });
  const chosen = useApiQuery('group.get', { id: value ?? '' }, { enabled: value !== null, keepPrevious: false });
  const isGone = value !== null && (chosen.error !== null || (chosen.data && chosen.data.status !== 'published'));
  const total = matches.data?.pagination.total ?? 0;

  return (
    <>
      <SearchSelect<Group>
        {...field}
        label={label}
        value={value}
        valueText={
          <ChosenName name={chosen.data?.name ?? (chosen.error ? 'Unknown group' : '')} isGone={isGone === true} />
        }
        error={isGone ? 'This group has been archived. Choose another one, or None.' : field.error}
        onChange={onChange}
        items={matches.data?.items ?? []}
        isLoading={matches.isPending}
        itemKey={(group) => group.id}
        itemText={(group) => group.name}
        renderItem={groupRow}
        onSearch={setSearch}
        noneLabel={hasNone ? 'None' : undefined}
        onCreate={setNewName}
        createLabel={(text) => (text ? `Create group “${text}”…` : 'Create group…')}
        searchPlaceholder="Search groups…"
        footnote={total > shownGroups ? `${shownGroups} of ${formatCount(total)} groups: type to find others` : null}
      />
      {newName !== null && (
        <CreateGroupInPlace
          name={newName}
          onClose={() => setNewName(null)}
          onCreated={(group) => {
            setNewName(null);
            onChange(group.id, group);
          }}
        />
      )}
    </>
  );
}

function ChosenName({ name, isGone }: { name: string; isGone: boolean }) {
  return isGone ? <s>{name}</s> : name;
}

/** One function for good: with another one every row of the list would be drawn anew at each key. */
const groupRow = (group: Group) => <GroupRow group={group} />;

function GroupRow({ group }: { group: Group }) {
  const count = countText(group.member_count, 'price', 'prices');
  return (
    <span className="flex min-w-0 items-baseline justify-between gap-3">
      <span className="min-w-0">
        <span className="line-clamp-2 break-words">{group.name}</span>
        <span className="line-clamp-2 font-mono text-12 break-all text-muted">{group.lookup_key}</span>
      </span>
      <span className="shrink-0 text-12 text-muted">{count}</span>
    </span>
  );
}
