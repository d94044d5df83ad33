import type { WhatIfCustomer } from '@shared/entities/what-if';

const archived = ' (archived)';

/** A customer's name and external id in one line; however long the name, what tells an archived one apart is not cut. */
export function CustomerName({ customer: { name, external_id } }: { customer: WhatIfCustomer }) {
  const isArchived = name.endsWith(archived);
  return (
    <span className="flex min-w-0 whitespace-pre" title={name}>
      <span className="truncate">{isArchived ? name.slice(0, -archived.length) : name}</span>
      {isArchived && <span className="shrink-0">{archived}</span>}
      {name !== external_id && (
        <span className="ml-1.5 truncate text-muted" title={external_id}>
          {external_id}
        </span>
      )}
    </span>
  );
}
