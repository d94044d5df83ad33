import type { SortCondition } from '@shared/list';
import { useDeferredValue, useState } from 'react';
import { useApiQuery } from '../../door/use-api';
import { useCustomerOptions } from './customer-options';
import { noGroup } from './entry-name';
import { type FilterOption, FilterSelect } from './filter-select';

interface Props {
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

/** How many matches a filter lists; typing narrows them down. */
const limit = 50;
const byName: SortCondition[] = [{ field: 'name', direction: 'asc' }];

/** What is searched for, and whether anything is asked: not before the list has been opened. */
function useSearchText() {
  const [search, setSearch] = useState('');
  const [enabled, setOpened] = useState(false);
  const onSearch = (text: string) => {
    setOpened(true);
    setSearch(text);
  };
  return { search, onSearch, enabled, wanted: useDeferredValue(search.trim()) };
}

/** Which customers the report is about; `withArchived` where those are offered whose usage is all in the past. */
export function CustomerFilter({ chosen, onChange, withArchived = false }: Props & { withArchived?: boolean }) {
  const { search, onSearch, enabled, wanted } = useSearchText();
  const found = useCustomerOptions({ search: wanted, limit, sort: byName }, { enabled, withArchived });
  const [only] = chosen;
  const named = useCustomerOptions(
    { customer_ids: [only ?? ''] },
    { enabled: chosen.length === 1, withArchived: true },
  );
  return (
    <FilterSelect
      label="Customers"
      chosen={chosen}
      chosenName={[...found.options, ...named.options].find((one) => one.id === only)?.name}
      onChange={onChange}
      options={found.options}
      search={search}
      onSearch={onSearch}
      isLoading={found.isLoading}
    />
  );
}

/** Usage of which plans' subscriptions the report counts. */
export function PlanFilter({ chosen, onChange }: Props) {
  const { search, onSearch, enabled, wanted } = useSearchText();
  const found = useApiQuery('plan.search', { search: wanted, limit, sort: byName }, { enabled });
  const [only] = chosen;
  const named = useApiQuery('plan.search', { plan_ids: [only ?? ''] }, { enabled: chosen.length === 1 });
  const options = found.data?.items ?? [];
  return (
    <FilterSelect
      label="Plans"
      chosen={chosen}
      chosenName={[...options, ...(named.data?.items ?? [])].find((one) => one.id === only)?.name}
      onChange={onChange}
      options={options.map((plan) => ({ id: plan.id, name: plan.name, detail: plan.lookup_key }))}
      search={search}
      onSearch={onSearch}
      isLoading={found.isFetching}
    />
  );
}

/** Which features' usage the report counts. */
export function FeatureFilter({ chosen, onChange }: Props) {
  const { search, onSearch, enabled, wanted } = useSearchText();
  const found = useApiQuery('feature.search', { search: wanted, limit, sort: byName }, { enabled });
  const [only] = chosen;
  const named = useApiQuery('feature.search', { feature_ids: [only ?? ''] }, { enabled: chosen.length === 1 });
  const options = found.data?.items ?? [];
  return (
    <FilterSelect
      label="Features"
      chosen={chosen}
      chosenName={[...options, ...(named.data?.items ?? [])].find((one) => one.id === only)?.name}
      onChange={onChange}
      options={options.map((feature) => ({ id: feature.id, name: feature.name, detail: feature.lookup_key }))}
      search={search}
      onSearch={onSearch}
      isLoading={found.isFetching}
    />
  );
}

/** Which groups the report counts; "No group" is one of the choices. */
export function GroupFilter({ chosen, onChange }: Props) {
  const { search, onSearch, enabled, wanted } = useSearchText();
  const found = useApiQuery('group.search', { search: wanted, limit, sort: byName, status: 'published' }, { enabled });
  const [only] = chosen;
  const isNamed = chosen.length === 1 && only !== noGroupOption.id;
  const named = useApiQuery('group.search', { group_ids: [only ?? ''] }, { enabled: isNamed });
  const groups = found.data?.items ?? [];
  const options = groups.map((group) => ({ id: group.id, name: group.name, detail: group.lookup_key }));
  const offersNone = noGroup.toLowerCase().includes(wanted.toLowerCase());
  // A listbox takes no empty key, so the report's "" travels as a word in here.
  return (
    <FilterSelect
      label="Groups"
      chosen={chosen.map((id) => id || noneKey)}
      chosenName={
        only === noGroupOption.id
          ? noGroup
          : [...groups, ...(named.data?.items ?? [])].find((one) => one.id === only)?.name
      }
      onChange={(next) => onChange(next.map((id) => (id === noneKey ? noGroupOption.id : id)))}
      options={offersNone ? [{ ...noGroupOption, id: noneKey }, ...options] : options}
      search={search}
      onSearch={onSearch}
      isLoading={found.isFetching}
    />
  );
}

const noneKey = 'none';
const noGroupOption: FilterOption = { id: '', name: noGroup };
