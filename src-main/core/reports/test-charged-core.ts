import type { meterCreate } from '@shared/entities/meter';
import type { z } from 'zod';
import { type TestCore, testCore } from '../test-core';

/** Flat, unless a test is about other terms. */
const flat = { billing_model: 'FLAT_FEE', amount: '3' } as const;

/** Added up, unless a test is about other meters. */
const sum: z.input<typeof meterCreate>['aggregation'] = { type: 'SUM', field: 'n' };

/** A store with customers anna and bert on a plan that charges since January for the property `n` of events named `used`. */
export async function chargedCore(start: string, terms: object = flat, measured = sum): Promise<TestCore> {
  const core = testCore({ start });
  const { meter_id } = await core.call('feature.create', {
    name: 'Units',
    type: 'metered',
    meter: { event_name: 'used', aggregation: measured },
  });
  const plan = await core.call('plan.create', { name: 'Plan' });
  await core.call('price.create', {
    ...flat,
    ...terms,
    entity_type: 'PLAN',
    entity_id: plan.id,
    type: 'USAGE',
    meter_id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    start_date: '2026-01-01T00:00:00Z',
  });
  await core.call('subscription.createMany', {
    plan_id: plan.id,
    external_customer_ids: ['anna', 'bert'],
    start_date: '2026-01-01T00:00:00Z',
  });
  return core;
}
