import type { Charge } from '../analytics/charges';
import type { Store } from '../store/open';

const archivedSql = `
  select distinct ec.number from customers c
  join event_customers ec on ec.environment_id = c.environment_id and ec.external_id = c.external_id
  where c.status <> 'published'`;
const publishedSql = `
  select ec.number, c.id from event_customers ec
  join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id and c.status = 'published'`;

type Charged = Pick<Charge, 'customer' | 'customer_id'>;

/** Tells whom line items charge. */
export interface ChargedCustomers {
  idOf(charge: Charged): string;
  /** The same as far as to tell customers apart, without looking most of them up. */
  keyOf(charge: Charged): number | string;
}

/**
 * The customers that line items charge. By the number that events know them by, each looked up once, or all at once where
 * everybody will be asked for; only where a customer with that external id was archived, line item by line item: another
 * may have it now.
 */
export function chargedCustomers({ sqlite }: Store, { isEverybody }: { isEverybody: boolean }): ChargedCustomers {
  const archived = new Set(sqlite.prepare(archivedSql).pluck().all() as number[]);
  // A statement of its own: one that others keep may not run while events are read.
  const find = sqlite.prepare(`${publishedSql} where ec.number = ?`).raw();
  const known = new Map<number, string>(
    isEverybody ? (sqlite.prepare(publishedSql).raw().all() as [number, string][]) : [],
  );
  return {
    idOf(charge) {
      if (archived.has(charge.customer)) return charge.customer_id;
      let id = known.get(charge.customer);
      if (id === undefined) {
        [, id] = (find.get(charge.customer) as [number, string] | undefined) ?? [0, charge.customer_id];
        known.set(charge.customer, id);
      }
      return id;
    },
    keyOf: (charge) => (archived.has(charge.customer) ? charge.customer_id : charge.customer),
  };
}
