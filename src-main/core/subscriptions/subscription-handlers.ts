import { type SqlBool, sql } from 'kysely';
import type { HandlersOf } from '../handler';
import { commonFields, type DslFields } from '../list/dsl';
import { searchRows } from '../list/search-rows';
import { write } from '../store/write';
import { cancelSubscription } from './cancel-subscription';
import { createManySubscriptions } from './create-many';
import { createSubscription } from './create-subscription';
import { loadSubscription, subscriptionsOf, subscriptionWithLines } from './subscription-row';

const dsl: DslFields = {
  entity: 'subscription',
  fields: {
    ...commonFields,
    customer_id: 'text',
    plan_id: 'text',
    currency: 'text',
    billing_period: 'text',
    billing_period_count: 'number',
    subscription_status: 'text',
    start_date: 'text',
    end_date: 'text',
    cancelled_at: 'text',
    metadata: 'text',
  },
};

export const subscriptionHandlers: HandlersOf<'subscription'> = {
  'subscription.create': (input, { deps, context }) =>
    write(deps, context, async (tx) => subscriptionWithLines(tx.db, await createSubscription(tx, input))),
  'subscription.createMany': (input, { deps, context }) =>
    write(deps, context, (tx) => createManySubscriptions(tx, input)),
  'subscription.get': async ({ id }, { deps, context }) => {
    const { db } = deps.store;
    return subscriptionWithLines(db, await loadSubscription(db, context.environment_id, id));
  },
  'subscription.search': async (input, { deps, context }) => {
    const { db } = deps.store;
    const { customer_id, external_customer_id, plan_id } = input;
    const page = await searchRows(db, {
      table: 'subscriptions',
      environment_id: context.environment_id,
      defaultStatus: 'published',
      dsl,
      input,
      where: [
        customer_id === '' ? null : sql<SqlBool>`customer_id = ${customer_id}`,
        external_customer_id === ''
          ? null
          : sql<SqlBool>`customer_id in (select id from customers where external_id = ${external_customer_id} and environment_id = ${context.environment_id})`,
        plan_id === '' ? null : sql<SqlBool>`plan_id = ${plan_id}`,
      ],
    });
    return { ...page, items: await subscriptionsOf(db, page.items) };
  },
  'subscription.cancel': (input, { deps, context }) =>
    write(deps, context, async (tx) => subscriptionWithLines(tx.db, await cancelSubscription(tx, input))),
};
