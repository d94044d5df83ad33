import { type SqlBool, sql } from 'kysely';
import type { HandlersOf } from '../handler';
import { commonFields, type DslFields } from '../list/dsl';
import { inList } from '../list/in-list';
import { quickSearch } from '../list/quick-search';
import { searchRows } from '../list/search-rows';
import { write } from '../store/write';
import { createCustomer } from './create-customer';
import { customerOf, loadCustomer } from './customer-row';

const dsl: DslFields = {
  entity: 'customer',
  fields: { ...commonFields, external_id: 'text', name: 'text', email: 'text', timezone: 'text', metadata: 'text' },
};

export const customerHandlers: HandlersOf<'customer'> = {
  'customer.create': (input, { deps, context }) => write(deps, context, (tx) => createCustomer(tx, input)),
  'customer.get': async ({ id }, { deps, context }) =>
    customerOf(await loadCustomer(deps.store.db, context.environment_id, id)),
  'customer.search': async (input, { deps, context }) => {
    const { db } = deps.store;
    const page = await searchRows(db, {
      table: 'customers',
      environment_id: context.environment_id,
      defaultStatus: 'published',
      dsl,
      input,
      where: [
        input.customer_ids.length > 0 ? inList('id', input.customer_ids) : null,
        input.external_id === '' ? null : sql<SqlBool>`external_id = ${input.external_id}`,
      ],
      search: await quickSearch(db, 'customers', context.environment_id, input.search),
    });
    return { ...page, items: page.items.map(customerOf) };
  },
};
