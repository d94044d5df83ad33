import { afterEach, beforeEach, expect, it } from 'vitest';
import { testCatalog } from '../core/test-catalog';
import { type TestSdk, testSdk } from './test-sdk';

let api: TestSdk;
beforeEach(async () => {
  api = await testSdk();
});
afterEach(() => api.close());

const create = () => api.sdk.customers.createCustomer({ externalId: 'acme', name: 'Acme', addressCountry: 'DE' });

it('customers: create, read, find, update and delete', async () => {
  const customer = await create();
  const { id = '' } = customer;
  expect(customer).toMatchObject({ externalId: 'acme', name: 'Acme', addressCountry: 'DE', status: 'published' });
  expect(await api.sdk.customers.getCustomer(id)).toEqual(customer);
  expect(await api.sdk.customers.getCustomerByExternalId('acme')).toEqual(customer);
  const { items, pagination } = await api.sdk.customers.queryCustomer({ externalIds: ['acme'] });
  expect([items, pagination]).toEqual([[customer], { total: 1, limit: 50, offset: 50 }]);
  const renamed = await api.sdk.customers.updateCustomer({ name: 'Acme SE' }, undefined, 'acme');
  expect(renamed).toMatchObject({ id, name: 'Acme SE' });
  await api.sdk.customers.deleteCustomer(id);
  expect((await api.sdk.customers.getCustomer(id)).status).toBe('archived');
});

it('subscriptions: create, read, find and cancel', async () => {
  await create();
  const { plan, usage } = await testCatalog(api.core);
  await api.core.call('price.create', usage);
  const subscription = await api.sdk.subscriptions.createSubscription({
    externalCustomerId: 'acme',
    planId: plan.id,
    currency: 'usd',
    billingPeriod: 'MONTHLY',
    billingCadence: 'RECURRING',
  });
  const { id = '' } = subscription;
  expect(subscription).toMatchObject({ planId: plan.id, subscriptionStatus: 'active', billingPeriod: 'MONTHLY' });
  expect(subscription.currentPeriodEnd).toBeTruthy();
  expect(subscription.lineItems?.map((item) => item.priceType)).toEqual(['USAGE']);
  expect(await api.sdk.subscriptions.getSubscription(id)).toEqual(subscription);
  const { items } = await api.sdk.subscriptions.querySubscription({ planId: plan.id });
  expect(items?.map((item) => item.id)).toEqual([id]);
  const cancelled = await api.sdk.subscriptions.cancelSubscription(id, { cancellationType: 'immediate' });
  expect(cancelled).toMatchObject({ subscriptionId: id, status: 'cancelled' });
});
