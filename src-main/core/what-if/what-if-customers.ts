import type { WhatIfCustomer, WhatIfCustomers } from '@shared/entities/what-if';
import { foldText } from '@shared/rules/fold-text';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { bySize, type ComparedCustomer, type Comparison, compare, comparedText, differenceOf } from './comparison';

export interface NamedCustomer {
  customer_id: string;
  external_id: string;
  name: string;
}

const namesSql = `
  select ec.number, coalesce(c.id, '') as customer_id, ec.external_id, coalesce(c.name, '') as name
  from event_customers ec
  left join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id
    and c.status = 'published'
  where ec.environment_id = ?`;

const archivedSql = `
  select id as customer_id, external_id, iif(name = '', external_id, name) || ' (archived)' as name from customers
  where environment_id = ? and status = 'archived' order by number`;

/** Everyone who ever sent an event, by number of the event table; archived customers are marked. */
export function namedCustomers({ sqlite }: Store, environment_id: string): ReadonlyMap<number, NamedCustomer> {
  const rows = prepared(sqlite, namesSql).all(environment_id) as (NamedCustomer & { number: number })[];
  const archived = new Map(
    (prepared(sqlite, archivedSql).all(environment_id) as NamedCustomer[]).map((one) => [one.external_id, one]),
  );
  return new Map(
    rows.map(({ number, ...customer }) => [
      number,
      (customer.customer_id === '' && archived.get(customer.external_id)) || customer,
    ]),
  );
}

const nobody: NamedCustomer = { customer_id: '', external_id: '', name: '' };

export function customerRow(one: ComparedCustomer, names: ReadonlyMap<number, NamedCustomer>): WhatIfCustomer {
  const { customer_id, external_id, name } = names.get(one.customer) ?? nobody;
  return { customer_id, external_id, name: name || external_id, currency: one.currency, ...comparedText(one) };
}

/** The customers that a question asks to see, in its order, all pages of them. */
export function listedCustomers(
  { customers }: Comparison,
  names: ReadonlyMap<number, NamedCustomer>,
  {
    currency,
    search,
    only,
    sort,
    direction,
  }: Pick<WhatIfCustomers, 'currency' | 'search' | 'only' | 'sort' | 'direction'>,
): ComparedCustomer[] {
  const nameOf = ({ customer }: ComparedCustomer) => {
    const known = names.get(customer) ?? nobody;
    return known.name || known.external_id;
  };
  const wanted = foldText(search.trim());
  const isFound = (one: ComparedCustomer) =>
    wanted === '' ||
    foldText(nameOf(one)).includes(wanted) ||
    foldText(names.get(one.customer)?.external_id ?? '').includes(wanted);
  const isWanted = (difference: bigint) => only === 'all' || (only === 'more' ? difference > 0n : difference < 0n);
  const found = [...customers.values()].filter(
    (one) =>
      one.isTouched && (currency === '' || one.currency === currency) && isWanted(differenceOf(one)) && isFound(one),
  );
  if (sort === 'difference') {
    const order = bySize(nameOf);
    return found.sort(direction === 'desc' ? order : (a, b) => order(b, a));
  }
  const sign = direction === 'desc' ? -1 : 1;
  return found.sort((a, b) => {
    const order = sort === 'name' ? compare(nameOf(a), nameOf(b)) : compare(a[sort], b[sort]);
    return sign * order || compare(nameOf(a), nameOf(b)) || compare(differenceOf(b), differenceOf(a));
  });
}
