import { toInstant } from '@shared/instant';
import { type SqlBool, sql } from 'kysely';
import type { HandlersOf } from '../handler';
import { commonFields, type DslFields } from '../list/dsl';
import { inList } from '../list/in-list';
import { searchRows } from '../list/search-rows';
import { write } from '../store/write';
import { cancelSubscription } from './cancel-subscription';
import { createManySubscriptions } from './create-many';
import { createSubscription } from './create-subscription';
import { setCommitment } from './set-commitment';
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
    write(deps, context, async (tx) => subscriptionWithLines(tx.db, await createSubscription(tx, input), tx.now)),
  'subscription.createMany': (input, { deps, context }) =>
    write(deps, context, (tx) => createManySubscriptions(tx, input)),
  'subscription.get': async ({ id }, { deps, context }) => {
    const { db } = deps.store;
    const row = await loadSubscription(db, context.environment_id, id);
    return subscriptionWithLines(db, row, toInstant(deps.now()));
  },
  'subscription.search': async (input, { deps, context }) => {
    const { db } = deps.store;
    const { customer_id, external_customer_id, plan_id, subscription_ids, subscription_status, billing_period } = input;
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
        subscription_ids.length > 0 ? inList('id', subscription_ids) : null,
        subscription_status.length > 0 ? inList('subscription_status', subscription_status) : null,
        billing_period.length > 0 ? inList('billing_period', billing_period) : null,
      ],
    });
    const shown = { now: toInstant(deps.now()), lines: input.with_line_items };
    return { ...page, items: await subscriptionsOf(db, page.items, shown) };
  },
  'subscription.setCommitment': (input, { deps, context }) =>
    write(deps, context, async (tx) => subscriptionWithLines(tx.db, await setCommitment(tx, input), tx.now)),
  'subscription.cancel': (input, { deps, context }) =>
    write(deps, context, async (tx) => subscriptionWithLines(tx.db, await cancelSubscription(tx, input), tx.now)),
};
