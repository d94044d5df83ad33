import { contactFields } from '@shared/entities/customer';
import { type SqlBool, sql } from 'kysely';
import type { HandlersOf } from '../handler';
import { commonFields, type DslFields } from '../list/dsl';
import { inList } from '../list/in-list';
import { quickSearch } from '../list/quick-search';
import { searchRows } from '../list/search-rows';
import { write } from '../store/write';
import { archiveCustomer } from './archive-customer';
import { createCustomer } from './create-customer';
import { customerOf, loadByExternalId, loadCustomer } from './customer-row';
import { updateCustomer } from './update-customer';
import { usageSpan } from './usage-span';

const dsl: DslFields = {
  entity: 'customer',
  fields: {
    ...commonFields,
    ...Object.fromEntries(contactFields.map((field) => [field, 'text' as const])),
    external_id: 'text',
    name: 'text',
    timezone: 'text',
    metadata: 'text',
  },
};

export const customerHandlers: HandlersOf<'customer'> = {
  'customer.create': (input, { deps, context }) =>
    write(deps, context, async (tx) => customerOf(await createCustomer(tx, input))),
  'customer.get': async ({ id }, { deps, context }) =>
    customerOf(await loadCustomer(deps.store.db, context.environment_id, id)),
  'customer.lookup': async ({ external_id }, { deps, context }) =>
    customerOf(await loadByExternalId(deps.store.db, context.environment_id, external_id)),
  'customer.usageSpan': async ({ id }, { deps, context }) =>
    usageSpan(deps.store.sqlite, await loadCustomer(deps.store.db, context.environment_id, id)),
  'customer.update': (input, { deps, context }) =>
    write(deps, context, async (tx) => customerOf(await updateCustomer(tx, input))),
  'customer.archive': ({ id }, { deps, context }) =>
    write(deps, context, async (tx) => customerOf(await archiveCustomer(tx, id))),
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
        input.external_ids.length > 0 ? inList('external_id', input.external_ids) : null,
        input.email === '' ? null : sql<SqlBool>`email = ${input.email}`,
        input.external_id === '' ? null : sql<SqlBool>`external_id = ${input.external_id}`,
      ],
      search: await quickSearch(db, 'customers', context.environment_id, input.search),
    });
    return { ...page, items: page.items.map(customerOf) };
  },
};
