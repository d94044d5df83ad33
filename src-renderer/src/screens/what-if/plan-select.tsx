import type { Plan } from '@shared/entities/plan';
import { useState } from 'react';
import { SearchSelect } from '../../components/search-select';
import { useApiQuery } from '../../door/use-api';
import { bestPlansFirst } from '../plans/plans-by-text';

interface Props {
  label: string;
  description?: string;
  planId: string | null;
  onChange(planId: string): void;
  error?: string | null;
  autoFocus?: boolean;
}

/** One plan, found by typing. */
export function PlanSelect({ label, description, planId, onChange, error = null, autoFocus = false }: Props) {
  const [search, setSearch] = useState('');
  const found = useApiQuery('plan.search', {
    search: search.trim(),
    // All there are, as a rule: the one that is called as typed may be the last by name.
    limit: 1000,
    sort: [{ field: 'name', direction: 'asc' }],
  });
  const chosen = useApiQuery('plan.get', { id: planId ?? '' }, { enabled: planId !== null, keepPrevious: false });
  return (
    <SearchSelect<Plan>
      label={label}
      isRequired
      value={planId}
      valueText={chosen.data?.name ?? ''}
      placeholder="Choose a plan…"
      items={bestPlansFirst(search, found.data?.items ?? [])}
      itemKey={(plan) => plan.id}
      itemText={(plan) => plan.name}
      onSearch={setSearch}
      isLoading={found.isPending}
      onChange={(id) => id !== null && onChange(id)}
      error={error}
      autoFocus={autoFocus}
      {...(description && { description })}
    />
  );
}
