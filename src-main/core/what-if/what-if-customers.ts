import type { WhatIfCustomer, WhatIfCustomers } from '@shared/entities/what-if';
import { customerNameText } from '@shared/rules/customer-name';
import { foldText } from '@shared/rules/fold-text';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import {
  bySize,
  type ComparedCustomer,
  type Comparison,
  compare,
  comparedText,
  differenceOf,
  type Payer,
} from './comparison';

export interface NamedCustomer {
  customer_id: string;
  external_id: string;
  name: string;
  is_archived: 0 | 1;
}

const namesSql = `
  select ec.number, coalesce(c.id, '') as customer_id, ec.external_id, coalesce(c.name, '') as name, 0 as is_archived
  from event_customers ec
  left join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id
    and c.status = 'published'
  where ec.environment_id = ?`;

const sharedSql = `
  select id as customer_id, external_id, name, status <> 'published' as is_archived
  from customers where environment_id = @environment_id and external_id in (
    select external_id from customers where environment_id = @environment_id and status <> 'published')`;

/** Who it is that pays. */
export type NamesOf = (payer: Payer) => NamedCustomer;

/**
 * Everyone who ever sent an event. Of the customers that one external id has been of each is named by its own id.
 */
export function namedCustomers({ sqlite }: Store, environment_id: string): NamesOf {
  const rows = prepared(sqlite, namesSql).all(environment_id) as (NamedCustomer & { number: number })[];
  const byNumber = new Map(rows.map(({ number, ...customer }) => [number, customer]));
  const shared = prepared(sqlite, sharedSql).all({ environment_id }) as NamedCustomer[];
  const byId = new Map(shared.map((customer) => [customer.customer_id, customer]));
  return ({ customer, customer_id }) =>
    (customer_id === null ? byNumber.get(customer) : byId.get(customer_id)) ?? nobody;
}

const nobody: NamedCustomer = { customer_id: '', external_id: '', name: '', is_archived: 0 };

export function customerRow(one: ComparedCustomer, namesOf: NamesOf): WhatIfCustomer {
  const { customer_id, external_id, name, is_archived } = namesOf(one);
  const { currency } = one;
  return {
    customer_id,
    external_id,
    name: name || external_id,
    is_archived: is_archived === 1,
    currency,
    ...comparedText(one),
  };
}

/** The customers that a question asks to see, in its order, all pages of them. */
export function listedCustomers(
  { customers }: Comparison,
  namesOf: NamesOf,
  {
    currency,
    search,
    only,
    sort,
    direction,
  }: Pick<WhatIfCustomers, 'currency' | 'search' | 'only' | 'sort' | 'direction'>,
): ComparedCustomer[] {
  const nameOf = (one: ComparedCustomer) => {
    const named = namesOf(one);
    return customerNameText(named, named.is_archived === 1);
  };
  const wanted = foldText(search.trim());
  const isFound = (one: ComparedCustomer) =>
    wanted === '' || foldText(nameOf(one)).includes(wanted) || foldText(namesOf(one).external_id).includes(wanted);
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
