import type { WhatIfCustomer } from '@shared/entities/what-if';
import { customerNameText } from '@shared/rules/customer-name';
import { useNavigate } from '@tanstack/react-router';
import { DataTable } from '../../components/data-table';
import { Select } from '../../components/select';
import { EmptyState } from '../../components/states';
import { Toolbar } from '../../components/toolbar';
import { useApiRows } from '../../door/use-api-rows';
import { comparedColumns, mostRem } from './compared-cells';
import { CustomerName } from './customer-name';
import { shownCustomers } from './shown-customers';
import type { CustomerSort, WhatIfView } from './what-if-view';

/** The comparison customer by customer, as many as there are. */
export function ComparisonByCustomer({ shown }: { shown: WhatIfView }) {
  const { view, setView, question, sort, only } = shown;
  const navigate = useNavigate();
  const listed = shownCustomers(shown);
  const { search } = listed;
  const rows = useApiRows('whatIf.customers', { ...question, ...listed });
  return (
    <div className="flex flex-col gap-2">
      <Toolbar search={view.search} onSearch={(text) => setView({ search: text })} searchLabel="Name or external ID">
        <Select<'all' | 'more' | 'less'>
          label="Whom to show"
          hideLabel
          isCompact
          className="w-44"
          value={only}
          onChange={(next) => setView({ only: next })}
          options={[
            { id: 'all', label: 'All customers' },
            { id: 'more', label: 'Pay more' },
            { id: 'less', label: 'Pay less' },
          ]}
        />
      </Toolbar>
      <div className="flex h-[max(20rem,calc(100dvh-16rem))] flex-col">
        <DataTable<WhatIfCustomer>
          label="Comparison by customer"
          rows={rows}
          rowKey={(row) => `${row.customer_id || row.external_id} ${row.currency}`}
          rowText={(row) => customerNameText(row, row.is_archived)}
          sort={sort}
          onSort={(next) => setView({ sort: next.field as CustomerSort, direction: next.direction })}
          onOpen={(row) => {
            if (row.customer_id) {
              void navigate({ to: '/customers/$customerId', params: { customerId: row.customer_id } });
            }
          }}
          columns={[
            {
              id: 'name',
              header: 'Customer',
              width: 'minmax(12rem, 2.4fr)',
              sortKey: 'name',
              cell: (row) => <CustomerName customer={row} />,
            },
            // A customer's amount may have more decimals than the total.
            ...comparedColumns(shown.answer.data?.totals ?? [], mostRem).map((column) => ({
              ...column,
              ...(column.id !== 'percent' && { sortKey: column.id }),
            })),
          ]}
          empty={
            <EmptyState title={search || only !== 'all' ? 'No customer found' : 'The changes touch no customer'}>
              {search
                ? `No customer that the changes touch is called “${search}”.`
                : only !== 'all'
                  ? `Nobody pays ${only} with the changes.`
                  : 'Nobody had usage in these days that the changes would price.'}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}
