import type { InputOf, ProcedureName } from '@shared/contract';
import { toInstant } from '@shared/instant';
import { parseExactJson } from '@shared/rules/canonical-json';
import type { PricingTerms } from '@shared/rules/pricing';
import { type TestCore, testCore } from '../test-core';
import { day, hour, meterKinds, type World, worldDays } from './any-world';

/** A world as it stands in a core, with the ids that its calls answered and the events that it was sent. */
export interface BuiltWorld {
  core: TestCore;
  /** Epoch milliseconds. */
  begins: number;
  /** Those that had their external id first, in its order, then the others as they came. */
  customers: string[];
  plans: string[];
  groups: string[];
  features: string[];
  meters: string[];
  subscriptions: string[];
  events: SentEvent[];
  /** By id, the moment at which a meter was archived: it counts what came in before. */
  archivedMeters: Map<string, number>;
}

/** When things come and go, in order: with the catalog, after it, at last. */
const moments = { early: 0, late: 1, last: 2 };

interface SentEvent extends InputOf<'event.ingest'> {
  /** The moment at which it came in first. */
  came: number;
}

const eventNameOf = (index: number) => `event-${index}`;
export const customerName = (index: number) => `customer-${index}`;

const groupNames = ['Compute', 'Data', 'People'];
const planNames = ['Small', 'Large'];

/** Builds a world through the calls that everyone makes. What rules refuse (an end before a start, say) is left out. */
export async function buildWorld(world: World): Promise<BuiltWorld> {
  const { begins } = world;
  // Prices must not start their next version in the past, and nothing is cancelled in the future.
  const core = testCore({ start: toInstant(begins - 60 * day) });
  const { call, environment_id } = core;
  await call('environment.update', { id: environment_id, timezone: world.zone });
  const events = world.events.map(
    (event, index): SentEvent => ({
      ...toEvent(begins, event, index),
      came: index < world.early ? moments.early : moments.late,
    }),
  );
  await ingest(core, events.slice(0, world.early));

  const features = await createFeatures(core, world);
  const groups: string[] = [];
  for (const name of groupNames) {
    groups.push((await call('group.create', { name, lookup_key: name, entity_type: 'price' })).id);
  }
  const plans: string[] = [];
  for (const name of planNames) plans.push((await call('plan.create', { name })).id);
  const customers: string[] = [];
  for (const [index, timezone] of world.customerZones.entries()) {
    const external_id = customerName(index);
    customers.push((await call('customer.create', { external_id, name: external_id, timezone })).id);
  }
  const meters = features.map((feature) => feature.meter_id);
  const built: BuiltWorld = {
    core,
    begins,
    customers,
    plans,
    groups,
    features: features.map(({ id }) => id),
    meters,
    subscriptions: [],
    events,
    archivedMeters: new Map(),
  };
  const half = Math.ceil(world.prices.length / 2);
  const first = await createPrices(built, world.prices.slice(0, half));
  await createSubscriptions(built, world.subscriptions);
  // Prices that come after the subscriptions reach them too.
  const prices = [...first, ...(await createPrices(built, world.prices.slice(half)))];
  core.clock.set(toInstant(begins + 2 * worldDays * day));
  await endPrices(built, world, prices, true);
  await archiveFeatures(built, world, true);
  const holders = [...customers];
  await succeed(built, world, holders, true);
  await ingest(core, events.slice(world.early));
  await cancelSubscriptions(built, world.subscriptions, built.subscriptions);
  await succeed(built, world, holders, false);
  await correctEvents(built, world.corrections);
  await commit(built, world.commitments);
  await endPrices(built, world, prices, false);
  await archiveFeatures(built, world, false);
  await deleteEvents(built, world.deletions);
  if (world.deletedGroup !== null) await call('group.delete', { id: groups[world.deletedGroup] ?? '' });
  return built;
}

/** Calls what rules may refuse; null when they do. */
async function attempt({ app, environment_id }: TestCore, name: ProcedureName, input: unknown) {
  const reply = await app.call(name, input, { environment_id });
  if (!reply.ok && reply.error.code === 'internal_error') throw new Error(`${name} broke`);
  return reply.ok ? (reply.data as { id: string }).id : null;
}

async function createFeatures({ call }: TestCore, world: World): Promise<{ id: string; meter_id: string }[]> {
  const features: { id: string; meter_id: string }[] = [];
  for (const [index, { kind, name }] of world.meters.entries()) {
    const unit_singular = index % 2 === 0 ? 'unit' : 'piece';
    const kindOfMeter: Omit<InputOf<'meter.create'>, 'event_name'> = meterKinds[kind] ?? {
      aggregation: { type: 'COUNT' },
    };
    const feature = await call('feature.create', {
      name: `Feature ${index}`,
      type: 'metered',
      unit_singular,
      unit_plural: `${unit_singular}s`,
      meter: { ...kindOfMeter, event_name: eventNameOf(name) },
    });
    features.push(feature);
  }
  return features;
}

/** Answers the ids of the prices; refused ones keep their place as "". */
async function createPrices(
  { core, begins, plans, meters, groups }: BuiltWorld,
  list: World['prices'],
): Promise<string[]> {
  const ids: string[] = [];
  for (const { plan, meter, group, terms, currency, period, start, version } of list) {
    const id = await attempt(core, 'price.create', {
      ...terms,
      entity_type: 'PLAN',
      entity_id: plans[plan],
      type: 'USAGE',
      meter_id: meters[meter],
      group_id: group === null ? null : groups[group],
      currency,
      billing_period: period,
      invoice_cadence: 'ARREAR',
      start_date: toInstant(begins + start),
    });
    ids.push(id ?? '');
    if (!id || !version) continue;
    const effective_from = toInstant(begins + start + version.after * hour);
    await attempt(core, 'price.update', { id, ...changeTo(version.terms), effective_from });
  }
  return ids;
}

async function endPrices({ core, begins }: BuiltWorld, { prices }: World, ids: readonly string[], isEarly: boolean) {
  for (const [index, { start, ends }] of prices.entries()) {
    const id = ids[index];
    if (!id || ends?.isEarly !== isEarly) continue;
    await attempt(core, 'price.terminate', { id, end_date: toInstant(begins + start + ends.after * hour) });
  }
}

async function archiveFeatures({ core, features, meters, archivedMeters }: BuiltWorld, world: World, isEarly: boolean) {
  for (const { feature, ...one } of world.archivedFeatures) {
    const meter = meters[feature] ?? '';
    if (one.isEarly !== isEarly || archivedMeters.has(meter)) continue;
    await core.call('feature.archive', { id: features[feature] ?? '' });
    archivedMeters.set(meter, isEarly ? moments.late : moments.last);
  }
}

/** The fields of an update that make a price charge by these terms. */
const changeTo = ({ billing_model, amount, tier_mode, tiers, transform_quantity }: PricingTerms) =>
  billing_model === 'TIERED' ? { billing_model, tier_mode, tiers } : { billing_model, amount, transform_quantity };

/** Answers the ids of the subscriptions; refused ones keep their place as "". */
async function createSubscriptions(built: BuiltWorld, list: World['subscriptions']): Promise<string[]> {
  const ids: string[] = [];
  for (const { plan, customer, currency, period, start, lasts } of list) {
    const from = built.begins + start;
    const id = await attempt(built.core, 'subscription.create', {
      plan_id: built.plans[plan],
      external_customer_id: customerName(customer),
      currency,
      billing_period: period,
      start_date: toInstant(from),
      end_date: lasts === null ? null : toInstant(from + lasts * hour),
    });
    ids.push(id ?? '');
  }
  built.subscriptions.push(...ids);
  return ids;
}

async function cancelSubscriptions(
  { core, begins }: BuiltWorld,
  list: World['subscriptions'],
  subscriptions: readonly string[],
) {
  for (const [index, { start, cancelledAfter }] of list.entries()) {
    const id = subscriptions[index];
    if (!id || cancelledAfter === null) continue;
    await attempt(core, 'subscription.cancel', { id, cancelled_at: toInstant(begins + start + cancelledAfter * hour) });
  }
}

/** Archives customers and makes others with their external ids; `holders` are those that had these last. */
async function succeed(built: BuiltWorld, world: World, holders: string[], isEarly: boolean) {
  const { core, begins, customers } = built;
  const successions = world.successions.filter((one) => one.isEarly === isEarly);
  if (successions.length === 0) return;
  const { items } = await core.call('subscription.search', { limit: 1000, with_line_items: true });
  const charging = new Set(items.filter(({ line_items }) => line_items?.length).map(({ id }) => id));
  const charged = world.subscriptions.filter((_, index) => charging.has(built.subscriptions[index] ?? ''));
  for (const { of, ends, next } of successions) {
    const before = charged[of % charged.length];
    if (!before) continue;
    const { customer, plan, currency, period } = before;
    const id = holders[customer] ?? '';
    const external_id = customerName(customer);
    await endSubscriptions(core, id, toInstant(begins + ends));
    await core.call('customer.archive', { id });
    if (!next) continue;
    const { timezone } = next;
    const created = await core.call('customer.create', { external_id, name: `Next ${external_id}`, timezone });
    customers.push(created.id);
    holders[customer] = created.id;
    const ofNext = next.subscriptions.map(({ isSamePlan, ...subscription }) => ({
      ...subscription,
      ...(isSamePlan && { plan, currency, period }),
      customer,
    }));
    await cancelSubscriptions(built, ofNext, await createSubscriptions(built, ofNext));
  }
}

/** Cancels what a customer is still subscribed to, at a moment or as soon as it began. */
async function endSubscriptions(core: TestCore, customer_id: string, cancelled_at: string) {
  const { items } = await core.call('subscription.search', { customer_id, limit: 1000 });
  for (const { id, start_date, end_date, subscription_status } of items) {
    if (subscription_status === 'cancelled' || (end_date && Date.parse(end_date) <= core.clock.now())) continue;
    const at = cancelled_at < start_date ? start_date : cancelled_at;
    await core.call('subscription.cancel', { id, cancelled_at: at });
  }
}

async function commit({ core, subscriptions }: BuiltWorld, list: World['commitments']) {
  for (const { subscription, line, type, value, ...terms } of list) {
    const id = subscriptions.at(subscription);
    if (!id) continue;
    const { line_items } = await core.call('subscription.get', { id });
    const line_item_id = line_items?.[line]?.id;
    if (!line_item_id) continue;
    const commitment = { commitment_type: type, [`commitment_${type}`]: value, ...terms };
    // Only bucketed meters are committed to by window.
    const set = await attempt(core, 'subscription.setCommitment', { line_item_id, commitment });
    if (set) continue;
    const inAll = { ...commitment, is_window_commitment: false };
    await core.call('subscription.setCommitment', { line_item_id, commitment: inAll });
  }
}

type EventContent = Omit<World['events'][number], 'name' | 'customer'>;

/** An event as it is sent. JSON numbers, also those no float can hold, are kept to those that say the same as their text. */
function toEvent(begins: number, { name, customer, ...content }: World['events'][number], index: number) {
  return {
    event_id: `event-${String(index).padStart(3, '0')}`,
    event_name: eventNameOf(name),
    external_customer_id: customerName(customer),
    source: index % 3 === 0 ? 'api' : 'sdk',
    ...contentOf(begins, content),
  };
}

function contentOf(begins: number, { at, n, asNumber, kind }: EventContent) {
  const isNumber = asNumber && n !== undefined && /^(0|[1-9]\d*)(\.\d*[1-9])?$/.test(n);
  const number = isNumber ? parseExactJson(n) : n;
  const value = String(number) === n ? number : n;
  const properties = { ...(value !== undefined && { n: value }), ...(kind !== undefined && { kind }) };
  return { timestamp: toInstant(begins + at), properties };
}

/** Sends events once more with other content. */
async function correctEvents({ core, begins, events }: BuiltWorld, corrections: World['corrections']) {
  const corrected = corrections.flatMap(({ event: index, name, customer, ...content }) => {
    const event = events[index];
    if (!event) return [];
    const after: SentEvent = {
      ...event,
      ...(name !== null && { event_name: eventNameOf(name) }),
      ...(customer !== null && { external_customer_id: customerName(customer) }),
      ...contentOf(begins, content),
    };
    events[index] = after;
    return [after];
  });
  await ingest(core, corrected);
}

async function deleteEvents({ core, events }: BuiltWorld, deletions: World['deletions']) {
  if (deletions.length === 0) return;
  const deleted = new Map(deletions.map(({ event, isSentAgain }) => [events[event], isSentAgain]));
  await core.call('event.delete', { ids: [...deleted.keys()].flatMap((event) => event?.event_id ?? []) });
  const again = events
    .filter((event) => deleted.get(event))
    .map((event): SentEvent => ({ ...event, came: moments.last }));
  await ingest(core, again);
  const kept = events.filter((event) => !deleted.has(event));
  events.splice(0, events.length, ...kept, ...again);
}

async function ingest({ call }: TestCore, sent: readonly SentEvent[]) {
  const events = sent.map(({ came: _came, ...event }) => event);
  if (events.length > 0) await call('event.ingestBulk', { events });
}
