/** What a world is made of, read through public calls alone. */
import type { Meter } from '@shared/entities/meter';
import type { Price } from '@shared/entities/price';
import type { Subscription } from '@shared/entities/subscription';
import type { BuiltWorld } from './build-world';

/** A meter, and until when it counts: what came in before. */
export interface PlainMeter extends Meter {
  ends: number;
}

export interface PlainEvent {
  id: string;
  name: string;
  customer: string;
  at: number;
  /** When it came in first, by the order of what was done to the world. */
  came: number;
  source: string;
  properties: Record<string, unknown>;
}

/** A line item and when it charges, in epoch milliseconds, [from, to). */
export interface PlainItem {
  line_item_id: string;
  /** Whom it charges: who had the external id before, or has it since, is somebody else. */
  customer_id: string;
  /** The external id, which is all that events know. */
  customer: string;
  /** Of the customer that it charges, "" where it has none. */
  customer_zone: string;
  plan_id: string;
  price: Price;
  meter: PlainMeter;
  /** When the subscription began. */
  anchor: number;
  from: number;
  to: number;
  commitment: PlainCommitment | null;
}

export interface PlainCommitment {
  amount: string | null;
  quantity: string | null;
  overage_factor: string;
  is_trued_up: boolean;
  is_windowed: boolean;
}

export interface PlainFacts {
  events: PlainEvent[];
  items: PlainItem[];
  meters: PlainMeter[];
  /** The zone of the environment. */
  zone: string;
  /** Ids of customers that have or had a subscription. */
  subscribers: Set<string>;
  /** By external id, of the customer that has it now; "" where there is none. */
  zoneOf: Map<string, string>;
  /** By external id, of the customer that has it now: none where that was archived. */
  customerIds: Map<string, string>;
  /** By id, also of customers that were archived. */
  externalIds: Map<string, string>;
  /** By id of the meter. */
  featureOf: Map<string, string>;
}

export async function plainFacts(built: BuiltWorld): Promise<PlainFacts> {
  const { call, environment_id } = built.core;
  const { items: environments } = await call('environment.list', {});
  const { items: customers } = await call('customer.search', { limit: 1000, status: 'published' });
  const { items: archived } = await call('customer.search', { limit: 1000, status: 'archived' });
  const everybody = [...customers, ...archived];
  const { items: features } = await call('feature.search', { limit: 100 });
  const { items: found } = await call('meter.search', { limit: 1000 });
  const meters = found.map((meter): PlainMeter => {
    const ends = built.archivedMeters.get(meter.id) ?? Number.POSITIVE_INFINITY;
    return { ...meter, ends };
  });
  const { items: prices } = await call('price.search', { limit: -1, allow_expired_prices: true, expand: 'groups' });
  const { items: subscriptions } = await call('subscription.search', { limit: 1000, with_line_items: true });
  return {
    events: plainEvents(built),
    items: plainItems(subscriptions, prices, meters, new Map(everybody.map(({ id, timezone }) => [id, timezone]))),
    subscribers: new Set(subscriptions.map(({ customer_id }) => customer_id)),
    meters,
    zone: environments.find(({ id }) => id === environment_id)?.timezone ?? 'UTC',
    zoneOf: new Map(customers.map(({ external_id, timezone }) => [external_id, timezone])),
    customerIds: new Map(customers.map(({ external_id, id }) => [external_id, id])),
    externalIds: new Map(everybody.map(({ external_id, id }) => [id, external_id])),
    featureOf: new Map(features.map(({ id, meter_id }) => [meter_id, id])),
  };
}

/**
 * Tells the events that a question about some customers reads: all of their external ids, also of the time in which
 * somebody else had one. Nobody in particular is everybody.
 */
export function eventsOf({ externalIds }: PlainFacts, customer_ids: readonly string[] = []) {
  const known = new Set(customer_ids.flatMap((id) => externalIds.get(id) ?? []));
  return ({ customer }: PlainEvent): boolean => customer_ids.length === 0 || known.has(customer);
}

/** The events as they were sent last, in order of time. */
const plainEvents = ({ events }: BuiltWorld): PlainEvent[] =>
  events
    .map((event) => ({
      id: event.event_id ?? '',
      name: event.event_name,
      customer: event.external_customer_id,
      at: Date.parse(event.timestamp ?? ''),
      came: event.came,
      source: event.source ?? '',
      properties: event.properties ?? {},
    }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

const plainItems = (
  subscriptions: readonly Subscription[],
  prices: readonly Price[],
  meters: readonly PlainMeter[],
  zones: ReadonlyMap<string, string>,
): PlainItem[] =>
  subscriptions.flatMap((subscription) =>
    (subscription.line_items ?? []).map((line) => {
      const price = prices.find((candidate) => candidate.id === line.price_id);
      const meter = meters.find((candidate) => candidate.id === line.meter_id);
      if (!price || !meter) throw new Error('a line item points at nothing');
      const ends = [line.end_date, subscription.end_date, subscription.cancelled_at].flatMap((end) => end ?? []);
      return {
        line_item_id: line.id,
        customer_id: subscription.customer_id,
        customer: subscription.external_customer_id,
        customer_zone: zones.get(subscription.customer_id) ?? '',
        plan_id: subscription.plan_id,
        price,
        meter,
        anchor: Date.parse(subscription.start_date),
        from: Date.parse(line.start_date),
        to: Math.min(...ends.map(Date.parse), Number.POSITIVE_INFINITY),
        commitment: line.commitment_type && {
          amount: line.commitment_amount,
          quantity: line.commitment_quantity,
          overage_factor: line.commitment_overage_factor ?? '1',
          is_trued_up: line.commitment_true_up_enabled,
          is_windowed: line.commitment_windowed,
        },
      };
    }),
  );
