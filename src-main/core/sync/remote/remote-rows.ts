import { isDecimal, normalizeDecimal } from '@shared/decimal';
import { alertSettings, featureTypes } from '@shared/entities/feature';
import { meter } from '@shared/entities/meter';
import { billingModels, billingPeriods, invoiceCadences, priceTypes } from '@shared/entities/price';
import { parseInstant, toInstant } from '@shared/instant';
import { markKey, withoutMark } from '@shared/rules/sync/operation-mark';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { z } from 'zod';

/** A row of a server, read leniently: servers leave empty keys out (wire contract 9.5, 10). Ids in it are the server's. */
export interface RemoteRow {
  remote_id: string;
  /** The synced fields as they are there; references are the server's ids. */
  snapshot: Snapshot;
  created_at: string | null;
  updated_at: string | null;
  /** Of a server with versions, what `If-Match` takes. */
  etag: string | null;
  /** The operation that made it, where it says so. */
  mark: string | null;
  /** Of a price version: the first one's id there. */
  parent_id: string | null;
  /** Of a metered feature or a usage price: the meter with its id there, when the server sent it along. */
  meter: RemoteMeter | null;
}

/** A meter of a server: what it measures, with its id there. */
export interface RemoteMeter {
  remote_id: string;
  part: Record<string, unknown>;
}

/** A row that this product has no place for, and why in words. */
export interface SkippedRow {
  remote_id: string;
  name: string;
  reason: string;
}

export type ReadRow = { row: RemoteRow } | { skipped: SkippedRow };

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const textOrNull = z
  .string()
  .nullish()
  .transform((value) => value || null);
const decimal = z.union([z.string(), z.number()]).transform(String).refine(isDecimal).transform(normalizeDecimal);
const instant = z
  .string()
  .refine((value) => parseInstant(value) !== null)
  .transform((value) => toInstant(parseInstant(value) ?? 0));
const instantOrNull = instant.nullish().transform((value) => value ?? null);
const metadata = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => Object.fromEntries(Object.entries(value ?? {}).map(([key, one]) => [key, String(one ?? '')])));
const status = z.enum(['published', 'archived', 'deleted']).transform((one) => (one === 'deleted' ? 'archived' : one));

const base = {
  id: z.string().min(1),
  status,
  created_at: instantOrNull,
  updated_at: instantOrNull,
  etag: textOrNull,
};

const remoteGroup = z.object({ ...base, name: z.string(), lookup_key: text, entity_type: z.string() });
const remotePlan = z.object({
  ...base,
  name: z.string(),
  lookup_key: text,
  description: text,
  display_order: z.int().nullish(),
  metadata,
});

const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);
const { reset_usage } = meter.shape;
const aggregationShape = meter.shape.aggregation.shape;
const remoteMeter = z.object({
  id: z.string().min(1),
  name: text,
  event_name: z.string(),
  aggregation: z.object({
    type: aggregationShape.type,
    field: textOrNull,
    expression: textOrNull,
    multiplier: orNull(decimal),
    bucket_size: z
      .union([aggregationShape.bucket_size, z.literal('')])
      .nullish()
      .transform((value) => value || null),
    group_by: textOrNull,
  }),
  filters: z
    .array(z.object({ key: z.string(), values: z.array(z.string()) }))
    .nullish()
    .transform((value) => value ?? []),
  reset_usage: reset_usage.nullish().transform((value) => value ?? 'BILLING_PERIOD'),
});
const threshold = orNull(z.object({ threshold: decimal, condition: z.enum(['above', 'below']) }));
const remoteFeature = z.object({
  ...base,
  name: z.string(),
  lookup_key: text,
  description: text,
  type: z.enum(featureTypes),
  meter_id: textOrNull,
  meter: orNull(remoteMeter),
  unit_singular: text,
  unit_plural: text,
  reporting_unit: orNull(z.object({ unit_singular: z.string(), unit_plural: z.string(), conversion_rate: decimal })),
  alert_settings: orNull(
    z.object({
      critical: threshold,
      warning: threshold,
      info: threshold,
      alert_enabled: alertSettings.shape.alert_enabled.nullish().transform((value) => value ?? false),
    }),
  ),
  metadata,
});
const remotePrice = z.object({
  ...base,
  entity_type: text,
  entity_id: text,
  price_unit_type: text,
  currency: z.string().transform((value) => value.toLowerCase()),
  type: z.enum(priceTypes),
  billing_period: z.enum(billingPeriods),
  billing_period_count: z.int().nullish(),
  billing_model: z.enum(billingModels),
  invoice_cadence: z.enum(invoiceCadences),
  trial_period_days: z.int().nullish(),
  min_quantity: orNull(decimal),
  amount: orNull(decimal),
  tier_mode: textOrNull,
  tiers: orNull(z.array(z.object({ up_to: orNull(z.int()), unit_amount: decimal, flat_amount: orNull(decimal) }))),
  transform_quantity: orNull(z.object({ divide_by: z.int().nullish(), round: textOrNull })),
  meter_id: textOrNull,
  meter: orNull(remoteMeter),
  display_name: text,
  lookup_key: text,
  description: text,
  metadata,
  parent_price_id: textOrNull,
  group_id: textOrNull,
  start_date: instantOrNull,
  end_date: instantOrNull,
});

/** Reads a row of a server; one that this product has no place for is told with a reason, never bent to fit. */
export function readRemoteRow(entity: SyncedEntity, wire: unknown): ReadRow {
  const parsed = readers[entity](wire);
  if (parsed) return parsed;
  const given = z.object({ id: text, name: text, display_name: text }).safeParse(wire);
  const { id = '', name = '', display_name = '' } = given.success ? given.data : {};
  return skip(id, name || display_name, 'The server describes it in a way Pricebook does not know.');
}

const skip = (remote_id: string, name: string, reason: string): ReadRow => ({ skipped: { remote_id, name, reason } });

const readers: Record<SyncedEntity, (wire: unknown) => ReadRow | null> = {
  group(wire) {
    const { success, data } = remoteGroup.safeParse(wire);
    if (!success) return null;
    const { name, lookup_key, entity_type, status: state } = data;
    if (entity_type !== 'price') {
      return skip(data.id, name, `Groups of ${entity_type}s stay on the server: Pricebook groups prices.`);
    }
    return { row: { ...common(data), snapshot: { name, lookup_key, entity_type, status: state } } };
  },
  plan(wire) {
    const { success, data } = remotePlan.safeParse(wire);
    if (!success) return null;
    const { name, lookup_key, description, status: state } = data;
    const display_order = data.display_order ?? 0;
    const snapshot = {
      name,
      lookup_key,
      description,
      display_order,
      metadata: withoutMark(data.metadata),
      status: state,
    };
    return { row: { ...common(data), snapshot } };
  },
  feature(wire) {
    const { success, data } = remoteFeature.safeParse(wire);
    if (!success) return null;
    const { name, lookup_key, description, type, unit_singular, unit_plural, reporting_unit, alert_settings } = data;
    if (data.meter?.aggregation.expression) {
      return skip(data.id, name, 'It is measured by an expression, which Pricebook cannot count.');
    }
    const measured = meterOf(data);
    if (type === 'metered' && !measured) return skip(data.id, name, 'The server does not say what it measures.');
    const snapshot = {
      name,
      lookup_key,
      description,
      type,
      meter: measured?.part ?? null,
      unit_singular,
      unit_plural,
      reporting_unit,
      alert_settings,
      metadata: withoutMark(data.metadata),
      status: data.status,
    };
    return { row: { ...common(data), snapshot, meter: measured } };
  },
  price(wire) {
    const { success, data } = remotePrice.safeParse(wire);
    if (!success) return null;
    if (data.entity_type !== 'PLAN') {
      return skip(data.id, data.display_name, `It belongs to a ${data.entity_type.toLowerCase()}, not to a plan.`);
    }
    if (data.price_unit_type === 'CUSTOM') {
      return skip(data.id, data.display_name, 'It is in a custom price unit, which Pricebook does not have.');
    }
    if (data.meter?.aggregation.expression) {
      return skip(data.id, data.display_name, 'Its usage is measured by an expression, which Pricebook cannot count.');
    }
    const isTiered = data.billing_model === 'TIERED';
    const isPackage = data.billing_model === 'PACKAGE';
    const { divide_by = 1, round = null } = (isPackage && data.transform_quantity) || {};
    const snapshot = {
      entity_id: data.entity_id,
      meter_id: data.type === 'USAGE' ? data.meter_id : null,
      currency: data.currency,
      type: data.type,
      billing_period: data.billing_period,
      billing_period_count: data.billing_period_count ?? 1,
      invoice_cadence: data.invoice_cadence,
      trial_period_days: data.trial_period_days ?? 0,
      min_quantity: data.min_quantity,
      start_date: data.start_date ?? data.created_at,
      billing_model: data.billing_model,
      amount: isTiered ? '0' : (data.amount ?? '0'),
      tier_mode: isTiered ? data.tier_mode : null,
      tiers: isTiered ? data.tiers : null,
      transform_quantity: { divide_by: divide_by ?? 1, round },
      display_name: data.display_name,
      lookup_key: data.lookup_key,
      description: data.description,
      metadata: withoutMark(data.metadata),
      group_id: data.group_id,
      end_date: data.end_date,
    };
    return { row: { ...common(data), snapshot, parent_id: data.parent_price_id, meter: meterOf(data) } };
  },
};

interface Common {
  id: string;
  created_at: string | null;
  updated_at: string | null;
  etag: string | null;
  metadata?: Record<string, string>;
}

const common = ({ id, created_at, updated_at, etag, metadata: own = {} }: Common): Omit<RemoteRow, 'snapshot'> => ({
  remote_id: id,
  created_at,
  updated_at,
  etag,
  mark: own[markKey] ?? null,
  parent_id: null,
  meter: null,
});

function meterOf({ meter: sent }: { meter: z.output<typeof remoteMeter> | null }): RemoteMeter | null {
  if (!sent) return null;
  const { id, ...part } = sent;
  return { remote_id: id, part };
}

/** Reads a meter of a server; null when it counts nothing any more or cannot be read. */
export function readRemoteMeter(wire: unknown): RemoteMeter | null {
  const { success, data } = remoteMeter.extend({ status: status.optional() }).safeParse(wire);
  if (!success || data.status === 'archived') return null;
  const { status: _status, ...meter } = data;
  return meterOf({ meter });
}
