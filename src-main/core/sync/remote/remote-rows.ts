import { featureTypes } from '@shared/entities/feature';
import { aggregationTypes, windowSizes } from '@shared/entities/meter';
import { billingModels, billingPeriods, invoiceCadences, priceTypes } from '@shared/entities/price';
import { markKey, withoutMark } from '@shared/rules/sync/operation-mark';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import {
  bool,
  decimal,
  id,
  instant,
  int,
  list,
  metadata,
  needText,
  object,
  oneOf,
  orNull,
  text,
  textOrNull,
  unreadable,
  type Wire,
} from './wire-values';

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
  /** The server does not have it any more: this is what it was there, taken out of use. */
  is_gone?: true;
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

/** Nothing tells archived from deleted here. */
function status(value: unknown): 'published' | 'archived' {
  const read = oneOf(['published', 'archived', 'deleted'], value);
  return read === 'deleted' ? 'archived' : read;
}

/** Reads a row of a server; one that this product has no place for is told with a reason, never bent to fit. */
export function readRemoteRow(entity: SyncedEntity, wire: unknown): ReadRow {
  try {
    return readers[entity](object(wire));
  } catch (error) {
    if (error !== unreadable) throw error;
  }
  const given = typeof wire === 'object' && wire !== null ? (wire as Wire) : {};
  const [remote_id, name, display_name] = [given.id, given.name, given.display_name].map((one) => one ?? '');
  const isTold = [remote_id, name, display_name].every((one) => typeof one === 'string');
  const reason = 'The server describes it in a way Pricebook does not know.';
  return isTold ? skip(String(remote_id), String(name || display_name), reason) : skip('', '', reason);
}

const skip = (remote_id: string, name: string, reason: string): ReadRow => ({ skipped: { remote_id, name, reason } });

const readers: Record<SyncedEntity, (wire: Wire) => ReadRow> = {
  group(wire) {
    const common = commonOf(wire);
    const snapshot = {
      name: needText(wire.name),
      lookup_key: text(wire.lookup_key),
      entity_type: needText(wire.entity_type),
      status: status(wire.status),
    };
    const { name, entity_type } = snapshot;
    if (entity_type !== 'price') {
      return skip(common.remote_id, name, `Groups of ${entity_type}s stay on the server: Pricebook groups prices.`);
    }
    return { row: { ...common, snapshot } };
  },
  plan(wire) {
    const own = metadata(wire.metadata);
    const snapshot = {
      name: needText(wire.name),
      lookup_key: text(wire.lookup_key),
      description: text(wire.description),
      display_order: orNull(int, wire.display_order) ?? 0,
      metadata: withoutMark(own),
      status: status(wire.status),
    };
    return { row: { ...commonOf(wire, own), snapshot } };
  },
  feature(wire) {
    const own = metadata(wire.metadata);
    const common = commonOf(wire, own);
    const measured = orNull(meterOf, wire.meter);
    const snapshot = {
      name: needText(wire.name),
      lookup_key: text(wire.lookup_key),
      description: text(wire.description),
      type: oneOf(featureTypes, wire.type),
      meter: measured?.part ?? null,
      unit_singular: text(wire.unit_singular),
      unit_plural: text(wire.unit_plural),
      reporting_unit: orNull(reportingUnit, wire.reporting_unit),
      alert_settings: orNull(alertSettings, wire.alert_settings),
      metadata: withoutMark(own),
      status: status(wire.status),
    };
    const { name, type } = snapshot;
    if (measured?.part.aggregation.expression) {
      return skip(common.remote_id, name, 'It is measured by an expression, which Pricebook cannot count.');
    }
    if (type === 'metered' && !measured) {
      return skip(common.remote_id, name, 'The server does not say what it measures.');
    }
    return { row: { ...common, snapshot, meter: measured } };
  },
  price(wire) {
    const own = metadata(wire.metadata);
    const common = commonOf(wire, own);
    const { remote_id, created_at } = common;
    const measured = orNull(meterOf, wire.meter);
    const [type, billing_model] = [oneOf(priceTypes, wire.type), oneOf(billingModels, wire.billing_model)];
    const [tier_mode, tiers] = [textOrNull(wire.tier_mode), orNull(tiersOf, wire.tiers)];
    const [amount, meter_id] = [orNull(decimal, wire.amount), textOrNull(wire.meter_id)];
    const pack = orNull(transformQuantity, wire.transform_quantity);
    const isTiered = billing_model === 'TIERED';
    const snapshot = {
      entity_id: text(wire.entity_id),
      meter_id: type === 'USAGE' ? meter_id : null,
      currency: needText(wire.currency).toLowerCase(),
      type,
      billing_period: oneOf(billingPeriods, wire.billing_period),
      billing_period_count: orNull(int, wire.billing_period_count) ?? 1,
      invoice_cadence: oneOf(invoiceCadences, wire.invoice_cadence),
      trial_period_days: orNull(int, wire.trial_period_days) ?? 0,
      min_quantity: orNull(decimal, wire.min_quantity),
      start_date: orNull(instant, wire.start_date) ?? created_at,
      billing_model,
      amount: isTiered ? '0' : (amount ?? '0'),
      tier_mode: isTiered ? tier_mode : null,
      tiers: isTiered ? tiers : null,
      transform_quantity: (billing_model === 'PACKAGE' && pack) || { divide_by: 1, round: null },
      display_name: text(wire.display_name),
      lookup_key: text(wire.lookup_key),
      description: text(wire.description),
      metadata: withoutMark(own),
      group_id: textOrNull(wire.group_id),
      end_date: orNull(instant, wire.end_date),
    };
    const { display_name: name } = snapshot;
    const [entity_type, price_unit_type] = [text(wire.entity_type), text(wire.price_unit_type)];
    const parent_id = textOrNull(wire.parent_price_id);
    if (entity_type !== 'PLAN') {
      return skip(remote_id, name, `It belongs to a ${entity_type.toLowerCase()}, not to a plan.`);
    }
    if (price_unit_type === 'CUSTOM') {
      return skip(remote_id, name, 'It is in a custom price unit, which Pricebook does not have.');
    }
    if (measured?.part.aggregation.expression) {
      return skip(remote_id, name, 'Its usage is measured by an expression, which Pricebook cannot count.');
    }
    return { row: { ...common, snapshot, parent_id, meter: measured } };
  },
};

/** What rows of every kind have. */
function commonOf(wire: Wire, own: Record<string, string> = {}): Omit<RemoteRow, 'snapshot'> {
  status(wire.status);
  return {
    remote_id: id(wire.id),
    created_at: orNull(instant, wire.created_at),
    updated_at: orNull(instant, wire.updated_at),
    etag: textOrNull(wire.etag),
    mark: own[markKey] ?? null,
    parent_id: null,
    meter: null,
  };
}

const tiersOf = (wire: unknown) => list(tierOf, wire);

function tierOf(wire: unknown) {
  const { up_to, unit_amount, flat_amount } = object(wire);
  return { up_to: orNull(int, up_to), unit_amount: decimal(unit_amount), flat_amount: orNull(decimal, flat_amount) };
}

function transformQuantity(wire: unknown) {
  const { divide_by, round } = object(wire);
  return { divide_by: orNull(int, divide_by) ?? 1, round: textOrNull(round) };
}

function reportingUnit(wire: unknown) {
  const { unit_singular, unit_plural, conversion_rate } = object(wire);
  return {
    unit_singular: needText(unit_singular),
    unit_plural: needText(unit_plural),
    conversion_rate: decimal(conversion_rate),
  };
}

function alertSettings(wire: unknown) {
  const { critical, warning, info, alert_enabled } = object(wire);
  return {
    critical: orNull(threshold, critical),
    warning: orNull(threshold, warning),
    info: orNull(threshold, info),
    alert_enabled: orNull(bool, alert_enabled) ?? false,
  };
}

function threshold(wire: unknown) {
  const own = object(wire);
  return { threshold: decimal(own.threshold), condition: oneOf(['above', 'below'], own.condition) };
}

function meterOf(sent: unknown) {
  const wire = object(sent);
  const { type, field, expression, multiplier, bucket_size, group_by } = object(wire.aggregation);
  const part = {
    name: text(wire.name),
    event_name: needText(wire.event_name),
    aggregation: {
      type: oneOf(aggregationTypes, type),
      field: textOrNull(field),
      expression: textOrNull(expression),
      multiplier: orNull(decimal, multiplier),
      bucket_size: bucket_size === '' ? null : orNull(windowSize, bucket_size),
      group_by: textOrNull(group_by),
    },
    filters: orNull(filtersOf, wire.filters) ?? [],
    reset_usage: orNull(resetUsage, wire.reset_usage) ?? 'BILLING_PERIOD',
  };
  return { remote_id: id(wire.id), part };
}

const windowSize = (value: unknown) => oneOf(windowSizes, value);
const resetUsage = (value: unknown) => oneOf(['BILLING_PERIOD', 'NEVER'], value);
const filtersOf = (value: unknown) => list(filterOf, value);

function filterOf(wire: unknown) {
  const { key, values } = object(wire);
  return { key: needText(key), values: list(needText, values) };
}

/** Reads a meter of a server; null when it counts nothing any more or cannot be read. */
export function readRemoteMeter(wire: unknown): RemoteMeter | null {
  try {
    const read = meterOf(wire);
    const { status: state } = wire as Wire;
    return state !== undefined && status(state) === 'archived' ? null : read;
  } catch (error) {
    if (error !== unreadable) throw error;
    return null;
  }
}
