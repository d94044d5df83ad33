import type { WhatIfCustomer } from '@shared/entities/what-if';
import { archivedMark, customerNameText } from '@shared/rules/customer-name';

/** A customer's name and external id in one line; however long the name, what tells an archived one apart is not cut. */
export function CustomerName({ customer }: { customer: WhatIfCustomer }) {
  const { name, external_id, is_archived } = customer;
  return (
    <span className="flex min-w-0 whitespace-pre" title={customerNameText(customer, is_archived)}>
      <span className="truncate">{name}</span>
      {is_archived && <span className="shrink-0">{archivedMark}</span>}
      {name !== external_id && (
        <span className="ml-1.5 truncate text-muted" title={external_id}>
          {external_id}
        </span>
      )}
    </span>
  );
}
