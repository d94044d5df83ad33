import { z } from 'zod';
import { type LineItem, lineItem, type Subscription, subscription } from '../../entities/subscription';
import { wireInstant, wireInstantOrNull } from './instant';

/** A line item on the wire (wire contract 6.12). */
export const wireLineItem = lineItem.extend({
  metadata: z.object({}),
  trial_period: z.literal(0),
  price: z.null(),
  price_unit: z.null(),
  price_unit_id: z.null(),
  subscription_phase_id: z.null(),
});

export const lineItemToWire = (item: LineItem): z.infer<typeof wireLineItem> => ({
  ...item,
  start_date: wireInstant(item.start_date),
  end_date: wireInstantOrNull(item.end_date),
  created_at: wireInstant(item.created_at),
  updated_at: wireInstant(item.updated_at),
  metadata: {},
  trial_period: 0,
  price: null,
  price_unit: null,
  price_unit_id: null,
  subscription_phase_id: null,
});

/** What the wire has for billing, payment and addons; none of it is kept here. */
const notKept = {
  active_pause_id: null,
  cancel_at: null,
  cancel_at_period_end: false,
  collection_method: null,
  commitment_amount: null,
  commitment_duration: null,
  coupon_associations: null,
  credit_grants: null,
  customer: null,
  customer_timezone: null,
  enable_true_up: false,
  gateway_payment_method_id: null,
  invoicing_customer_id: null,
  latest_invoice: null,
  lookup_key: null,
  overage_factor: null,
  parent_subscription_id: null,
  pause_status: null,
  pauses: null,
  payment_behavior: null,
  payment_terms: null,
  phases: null,
  plan: null,
  proration_behavior: null,
  trial_end: null,
  trial_start: null,
  version: null,
} as const;

const notKeptShape = Object.fromEntries(
  Object.entries(notKept).map(([name, value]) => [name, value === null ? z.null() : z.literal(value)]),
) as Record<keyof typeof notKept, z.ZodNull | z.ZodLiteral<false>>;

/** A subscription on the wire (wire contract 6.12). */
export const wireSubscription = subscription.extend({
  line_items: z.array(wireLineItem).nullable(),
  billing_anchor: z.string(),
  billing_cadence: z.literal('RECURRING'),
  billing_cycle: z.literal('anniversary'),
  ...notKeptShape,
  etag: z.string().optional(),
});

export const subscriptionToWire = (row: Subscription): z.infer<typeof wireSubscription> => ({
  ...row,
  start_date: wireInstant(row.start_date),
  end_date: wireInstantOrNull(row.end_date),
  cancelled_at: wireInstantOrNull(row.cancelled_at),
  current_period_start: wireInstant(row.current_period_start),
  current_period_end: wireInstantOrNull(row.current_period_end),
  created_at: wireInstant(row.created_at),
  updated_at: wireInstant(row.updated_at),
  line_items: row.line_items?.map(lineItemToWire) ?? null,
  billing_anchor: wireInstant(row.start_date),
  billing_cadence: 'RECURRING',
  billing_cycle: 'anniversary',
  ...notKept,
});

/** What a cancellation answers; nothing is prorated here. `id` and `subscription` are ours. */
export const wireCancellation = z.object({
  id: z.string(),
  subscription_id: z.string(),
  cancellation_type: z.literal('immediate'),
  effective_date: z.string(),
  processed_at: z.string(),
  status: subscription.shape.subscription_status,
  reason: z.string().nullable(),
  message: z.string(),
  proration_details: z.null(),
  proration_invoice: z.null(),
  total_credit_amount: z.null(),
  subscription: wireSubscription,
  etag: z.string().optional(),
});

export const cancellationToWire = (row: Subscription, reason: unknown): z.infer<typeof wireCancellation> => ({
  id: row.id,
  subscription_id: row.id,
  cancellation_type: 'immediate',
  effective_date: wireInstant(row.cancelled_at ?? row.updated_at),
  processed_at: wireInstant(row.updated_at),
  status: row.subscription_status,
  reason: typeof reason === 'string' ? reason : null,
  message: 'Subscription cancelled successfully',
  proration_details: null,
  proration_invoice: null,
  total_credit_amount: null,
  subscription: subscriptionToWire(row),
});
