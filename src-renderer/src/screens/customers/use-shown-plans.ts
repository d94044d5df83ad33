import type { Customer } from '@shared/entities/customer';
import { useCallback, useMemo, useState } from 'react';
import type { RowSource } from '../../components/row-source';
import { useApiQuery } from '../../door/use-api';

/** The customers in view are asked about together, by stretches of a list of so many. */
const stretch = 50;

/**
 * A list of customers and, for those in view, the plans they are on by name: one question for all of them. Undefined while
 * that is not known, "" for one on none.
 */
export function useShownPlans(rows: RowSource<Customer>) {
  const [{ from, to }, setRange] = useState({ from: 0, to: stretch });
  const customer_ids: string[] = [];
  for (let index = from; index < Math.min(to, rows.total); index += 1) {
    const customer = rows.at(index);
    if (customer) customer_ids.push(customer.id);
  }
  const { data, isPlaceholderData } = useApiQuery(
    'customerPlan.now',
    { customer_ids },
    { enabled: customer_ids.length > 0 },
  );
  const plansOf = useMemo(() => {
    const byCustomer = Map.groupBy(data?.items ?? [], ({ customer_id }) => customer_id);
    const names = new Map([...byCustomer].map(([id, plans]) => [id, plans.map((one) => one.plan_name).join(', ')]));
    // An answer about other customers says nothing of those that are missing in it.
    const isAnswered = data !== undefined && !isPlaceholderData;
    return (id: string) => names.get(id) ?? (isAnswered ? '' : undefined);
  }, [data, isPlaceholderData]);
  const show = useCallback(
    (first: number, last: number) => {
      rows.show(first, last);
      const next = { from: first - (first % stretch), to: last - (last % stretch) + stretch };
      setRange((old) => (old.from === next.from && old.to === next.to ? old : next));
    },
    [rows.show],
  );
  return { rows: { ...rows, show }, plansOf };
}
