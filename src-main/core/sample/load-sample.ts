import { contract, type InputOf, type OutputOf, type Parsed, type ProcedureName } from '@shared/contract';
import type { BillingPeriod } from '@shared/entities/price';
import { AppError } from '@shared/errors';
import { canonicalJson } from '@shared/rules/canonical-json';
import { createCustomer } from '../customers/create-customer';
import type { Call } from '../deps';
import { environmentHandlers } from '../environments/environment-handlers';
import { batchOf } from '../events/batch-builder';
import { eventStore } from '../events/store-events';
import { createFeature } from '../features/create-feature';
import { createGroup } from '../groups/create-group';
import { createPlan } from '../plans/create-plan';
import { createPrices } from '../prices/create-price';
import { type Tx, write } from '../store/write';
import { createSubscription } from '../subscriptions/create-subscription';
import {
  sampleCustomers,
  sampleFeatures,
  sampleGroups,
  samplePlans,
  samplePrices,
  sampleStart,
} from './sample-catalog';
import { sampleEvents } from './sample-usage';

/**
 * Fills an empty environment with the sample, all of it or nothing, through the same code as everyone's edits and
 * events. Refuses an environment that holds anything.
 */
export function loadSample(call: Call): Promise<OutputOf<'sample.load'>> {
  return write(call.deps, call.context, async (tx) => {
    await requireEmpty(call);
    const groups = await createAll(sampleGroups, (input) => createGroup(tx, parse('group.create', input)));
    const plans = await createAll(samplePlans, (input) => createPlan(tx, parse('plan.create', input)));
    const meters = await createAll(sampleFeatures, (input) => createFeature(tx, parse('feature.create', input)));
    const prices = await createPrices(
      tx,
      samplePrices.map(({ plan, feature, group, terms }) =>
        parse('price.create', {
          ...terms,
          entity_type: 'PLAN',
          entity_id: plans.get(plan)?.id ?? '',
          type: feature === null ? 'FIXED' : 'USAGE',
          meter_id: feature === null ? null : meters.get(feature)?.meter_id,
          group_id: group === null ? null : groups.get(group)?.id,
          currency: 'usd',
          invoice_cadence: feature === null ? 'ADVANCE' : 'ARREAR',
          start_date: sampleStart,
        }),
      ),
    );
    for (const { external_id, name, plan } of sampleCustomers) {
      await createCustomer(tx, parse('customer.create', { external_id, name }));
      await subscribe(tx, external_id, plans.get(plan)?.id ?? '');
    }
    return { groups: groups.size, plans: plans.size, prices: prices.length, events: storeEvents(tx) };
  });
}

async function requireEmpty(call: Call): Promise<void> {
  const { items } = await environmentHandlers['environment.list']({}, call);
  const environment = items.find(({ id }) => id === call.context.environment_id);
  if (!environment) throw new AppError('permission_denied', 'Invalid or inaccessible environment');
  if (!environment.is_empty) {
    throw new AppError('invalid_operation', 'The sample can only be loaded into an empty environment');
  }
}

/** What a caller's input comes to: every default filled in, every check of the contract done. */
const parse = <N extends ProcedureName>(name: N, input: InputOf<N>) => contract[name].input.parse(input) as Parsed<N>;

async function createAll<I extends { name: string }, T>(inputs: readonly I[], create: (input: I) => Promise<T>) {
  const made = new Map<string, T>();
  for (const input of inputs) made.set(input.name, await create(input));
  return made;
}

async function subscribe(tx: Tx, external_customer_id: string, plan_id: string): Promise<void> {
  const billing_period: BillingPeriod = 'MONTHLY';
  const terms = { currency: 'usd', billing_period, start_date: sampleStart };
  await createSubscription(tx, parse('subscription.create', { external_customer_id, plan_id, ...terms }));
}

function storeEvents(tx: Tx): number {
  const rows = sampleEvents().map((event) => ({
    event_name: event.event_name,
    external_customer_id: event.external_customer_id,
    source: event.source ?? '',
    timestamp: Date.parse(event.timestamp ?? tx.now),
    event_id: event.event_id ?? tx.newId('event'),
    properties: canonicalJson(event.properties ?? {}),
  }));
  const { accepted } = eventStore(tx.sqlite, tx.context.environment_id).store(
    batchOf(rows),
    Date.parse(tx.now),
    'sample',
  );
  tx.changed('event');
  return accepted;
}
