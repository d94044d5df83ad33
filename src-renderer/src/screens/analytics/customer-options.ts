import type { Customer } from '@shared/entities/customer';
import { customerNameText } from '@shared/rules/customer-name';
import type { PageInput } from '../../door/api';
import { useApiQuery } from '../../door/use-api';
import type { FilterOption } from './filter-select';

/**
 * The customers of a search as choices of a filter: with `withArchived` those too that were archived, whose past usage is
 * in reports, behind the others and marked.
 */
export function useCustomerOptions(
  asked: Pick<PageInput<'customer.search'>, 'search' | 'customer_ids' | 'limit' | 'sort'>,
  { enabled, withArchived }: { enabled: boolean; withArchived: boolean },
): { options: FilterOption[]; isLoading: boolean } {
  const found = useApiQuery('customer.search', { ...asked, status: 'published' }, { enabled });
  const archived = useApiQuery(
    'customer.search',
    { ...asked, status: 'archived' },
    { enabled: enabled && withArchived },
  );
  const customers = [...(found.data?.items ?? []), ...((withArchived && archived.data?.items) || [])];
  return { options: customers.map(optionOf), isLoading: found.isFetching || archived.isFetching };
}

const optionOf = (customer: Customer): FilterOption => ({
  id: customer.id,
  name: customerNameText(customer, customer.status === 'archived'),
  detail: customer.name ? customer.external_id : '',
});
