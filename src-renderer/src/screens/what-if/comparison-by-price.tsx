import type { WhatIf, WhatIfPrice } from '@shared/entities/what-if';
import { DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { EmptyState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { comparedColumns } from './compared-cells';

/** The comparison by price, largest difference first. */
export function ComparisonByPrice({ answer }: { answer: WhatIf }) {
  const ids = [...new Set(answer.prices.map(({ plan_id }) => plan_id))];
  const plans = useApiQuery('plan.search', { plan_ids: ids.slice(0, 1000), limit: 1000 });
  const names = new Map((plans.data?.items ?? []).map((plan) => [plan.id, plan.name]));
  return (
    <DataTable<WhatIfPrice>
      label="Comparison by price"
      rows={rowsOf(answer.prices)}
      rowKey={(row) => row.price_id}
      rowText={(row) => row.display_name}
      columns={[
        {
          id: 'name',
          header: 'Price',
          width: 'minmax(12rem, 2fr)',
          cell: (row) => (
            <span className="truncate" title={row.display_name}>
              {row.display_name}
            </span>
          ),
        },
        {
          id: 'plan',
          header: 'Plan',
          width: 'minmax(8rem, 1fr)',
          cell: ({ plan_id }) => (
            <span className="truncate" title={names.get(plan_id)}>
              {names.get(plan_id) ?? '…'}
            </span>
          ),
        },
        ...comparedColumns(answer.prices),
      ]}
      empty={<EmptyState title="Nothing was charged in these days" />}
    />
  );
}
