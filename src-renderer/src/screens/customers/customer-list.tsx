import type { Customer } from '@shared/entities/customer';
import type { FilterCondition, SortCondition } from '@shared/list';
import { Link, useNavigate } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { Button, buttonClass } from '../../components/button';
import { type DataColumn, DataTable } from '../../components/data-table';
import { FilterBuilder } from '../../components/filter-builder';
import { conditionText, type FilterField } from '../../components/list-query';
import { rowCount } from '../../components/row-count';
import { EmptyState } from '../../components/states';
import { Toolbar } from '../../components/toolbar';
import { useApiRows } from '../../door/use-api-rows';
import { formatDate } from '../../format/date';
import { useHistoryAction } from '../history/open-history';
import { EditCustomerDialog } from './edit-customer-dialog';
import { useShownPlans } from './use-shown-plans';

const initialSort: SortCondition[] = [{ field: 'created_at', direction: 'desc' }];

const filterFields: FilterField[] = [
  { field: 'name', label: 'Name', kind: 'text' },
  { field: 'external_id', label: 'External ID', kind: 'text' },
  { field: 'created_at', label: 'Created at', kind: 'date' },
];

/** `plansOf`: the plans of a customer by their names; undefined while that is not known. */
const columnsWith = (plansOf: (id: string) => string | undefined): DataColumn<Customer>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(12rem, 2fr)',
    sortKey: 'name',
    cell: ({ name }) => <span title={name}>{name}</span>,
  },
  {
    id: 'external_id',
    header: 'External ID',
    width: 'minmax(10rem, 1.5fr)',
    sortKey: 'external_id',
    cell: ({ external_id }) => (
      <span className="font-mono text-13" title={external_id}>
        {external_id}
      </span>
    ),
  },
  {
    id: 'plans',
    header: 'Plans',
    width: 'minmax(10rem, 1.5fr)',
    cell: ({ id }) => {
      const names = plansOf(id);
      if (names === '') return <span className="text-muted">None</span>;
      return <span title={names}>{names}</span>;
    },
  },
  {
    id: 'created_at',
    header: 'Created at',
    width: '9rem',
    sortKey: 'created_at',
    cell: (customer) => formatDate(customer.created_at),
  },
];

/** Whose usage there is. Opening one shows that customer's usage alone. */
export function CustomerList({ onCreate }: { onCreate(): void }) {
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const [edited, setEdited] = useState<Customer | null>(null);
  const open = (customer: Customer) =>
    void navigate({ to: '/customers/$customerId', params: { customerId: customer.id } });
  const [{ search, filters, sort }, setList] = useSearchState({
    search: '',
    filters: [] as FilterCondition[],
    sort: initialSort,
  });
  const list = useApiRows('customer.search', { search, filters, sort, status: 'published' });
  const { rows, plansOf } = useShownPlans(list);
  const columns = useMemo(() => columnsWith(plansOf), [plansOf]);
  useStatusText(rowCount(rows, 'customer', 'customers'));

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <Toolbar search={search} onSearch={(text) => setList({ search: text })} searchLabel="Name or external ID">
        <FilterBuilder fields={filterFields} value={filters} onChange={(next) => setList({ filters: next })} />
      </Toolbar>
      <DataTable
        label="Customers"
        rows={rows}
        columns={columns}
        rowKey={(customer) => customer.id}
        rowText={(customer) => customer.name || customer.external_id}
        onOpen={open}
        rowActions={(customer) => [
          { id: 'open', label: 'Open', onAction: () => open(customer) },
          { id: 'edit', label: 'Edit…', onAction: () => setEdited(customer) },
          historyOf(customer.id),
        ]}
        sort={sort[0] ?? null}
        onSort={(one) => setList({ sort: [one] })}
        empty={
          search || filters.length > 0 ? (
            <EmptyState
              title="No customer matches"
              actions={<Button onPress={() => setList({ search: '', filters: [] })}>Clear filters</Button>}
            >
              {[
                ...(search ? [`Name or external ID contains “${search}”`] : []),
                ...filters.map((condition) => conditionText(condition, filterFields)),
              ].join('; ')}
            </EmptyState>
          ) : (
            <EmptyState
              title="No customers yet"
              icon={<Users aria-hidden size={24} />}
              actions={
                <>
                  <Link to="/imports" className={buttonClass('primary')}>
                    Import a usage file
                  </Link>
                  <Button onPress={onCreate}>Add a customer</Button>
                </>
              }
            >
              Customers come from usage, or are added by hand. Put on a plan, they are charged for what they use.
            </EmptyState>
          )
        }
      />
      {edited && <EditCustomerDialog customer={edited} onClose={() => setEdited(null)} />}
    </div>
  );
}
