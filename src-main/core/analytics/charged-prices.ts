import type { ReportingUnit } from '@shared/entities/feature';
import type { Aggregation, MeterFilter } from '@shared/entities/meter';
import type { BillingPeriod } from '@shared/entities/price';
import type { PricingTerms } from '@shared/rules/pricing';
import { type CompiledPrice, compilePrice } from '@shared/rules/scaled-pricing';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';

/** A meter with the feature it measures, as usage is reported. */
export interface MeterFacts {
  number: number;
  id: string;
  /** The feature's name, else the meter's. */
  name: string;
  event_name: string;
  /** Number of the event name in the event table; null when no such event ever came. */
  event_number: number | null;
  aggregation: Aggregation;
  filters: MeterFilter[];
  /** Epoch milliseconds; events that came in before are counted. Null while published. */
  archived_at: number | null;
  feature_id: string;
  unit: string;
  unit_plural: string;
  /** What the feature's usage is shown in; null when in its own unit. */
  reporting_unit: ReportingUnit | null;
}

/** A usage price made ready to charge with. */
export interface ChargedPrice {
  number: number;
  id: string;
  meter: MeterFacts;
  compiled: CompiledPrice;
  is_tiered: boolean;
  currency: string;
  billing_period: BillingPeriod;
  display_name: string;
  plan_id: string;
  /** The group the price is in now, if that group is published; past usage counts there too. */
  group: { id: string; name: string; lookup_key: string } | null;
  /** Epoch milliseconds; a price charges within [from, to). */
  from: number;
  to: number;
  created_at: string;
}

interface MeterRow extends Omit<MeterFacts, 'aggregation' | 'filters' | 'reporting_unit'> {
  aggregation: string;
  filters: string;
  reporting_unit: string | null;
}

// Should a meter have several features, the oldest live one names it; whoever asks for another one finds it all the same.
const metersSql = `
  select m.number, m.id, m.event_name, m.aggregation, m.filters, m.archived_at, n.number as event_number,
    coalesce(f.name, m.name) as name, coalesce(f.id, '') as feature_id,
    coalesce(f.unit_singular, '') as unit, coalesce(f.unit_plural, '') as unit_plural,
    f.reporting_unit
  from meters m
  left join event_names n on n.environment_id = m.environment_id and n.name = m.event_name
  left join features f on f.number = (
    select number from features where meter_id = m.id order by status <> 'published', number limit 1)
  where m.environment_id = ?`;

/** Every meter of an environment by id, archived ones too: what they measured stays reported. */
export function metersOf({ sqlite }: Store, environment_id: string): Map<string, MeterFacts> {
  const rows = prepared(sqlite, metersSql).all(environment_id) as MeterRow[];
  return new Map(rows.map((row) => [row.id, meterFacts(row)]));
}

const meterFacts = (row: MeterRow): MeterFacts => ({
  ...row,
  aggregation: JSON.parse(row.aggregation),
  filters: JSON.parse(row.filters),
  reporting_unit: row.reporting_unit === null ? null : JSON.parse(row.reporting_unit),
});

interface PriceRow {
  number: number;
  id: string;
  amount: string;
  currency: string;
  billing_model: PricingTerms['billing_model'];
  billing_period: BillingPeriod;
  tier_mode: string | null;
  tiers: string | null;
  transform_quantity: string;
  meter_id: string;
  display_name: string;
  plan_id: string;
  start_date: string;
  end_date: string | null;
  created_at: string;
  group_id: string | null;
  group_name: string | null;
  group_lookup_key: string | null;
}

const pricesSql = `
  select p.number, p.id, p.amount, p.currency, p.billing_model, p.billing_period, p.tier_mode, p.tiers,
    p.transform_quantity, p.meter_id, p.display_name, p.entity_id as plan_id, p.start_date, p.end_date, p.created_at,
    g.id as group_id, g.name as group_name, g.lookup_key as group_lookup_key
  from prices p left join groups g on g.id = p.group_id and g.status = 'published'
  where p.environment_id = ? and p.type = 'USAGE'`;

const customersPricesSql = `
  ${pricesSql} and p.number in (
    select price from charge_windows where customer in (select value from json_each(?)))`;

/**
 * Every usage price of an environment, terminated ones too: line items go on charging by them. With customers given
 * (numbers of the event table), only those that ever charged them.
 */
export function usagePricesOf(
  { sqlite }: Store,
  environment_id: string,
  meters: ReadonlyMap<string, MeterFacts>,
  customers: readonly number[] | null = null,
): ChargedPrice[] {
  const rows = (
    customers
      ? prepared(sqlite, customersPricesSql).all(environment_id, JSON.stringify(customers))
      : prepared(sqlite, pricesSql).all(environment_id)
  ) as PriceRow[];
  return rows.flatMap((row) => {
    const meter = meters.get(row.meter_id);
    return meter ? [chargedPrice(row, meter)] : [];
  });
}

const chargedPrice = (row: PriceRow, meter: MeterFacts): ChargedPrice => ({
  number: row.number,
  id: row.id,
  meter,
  compiled: compilePrice({
    billing_model: row.billing_model,
    amount: row.amount,
    tier_mode: row.tier_mode,
    tiers: row.tiers === null ? null : JSON.parse(row.tiers),
    transform_quantity: JSON.parse(row.transform_quantity),
  }),
  is_tiered: row.billing_model === 'TIERED',
  currency: row.currency,
  billing_period: row.billing_period,
  display_name: row.display_name,
  plan_id: row.plan_id,
  group:
    row.group_id === null
      ? null
      : { id: row.group_id, name: row.group_name ?? '', lookup_key: row.group_lookup_key ?? '' },
  from: Date.parse(row.start_date),
  to: row.end_date === null ? Number.POSITIVE_INFINITY : Date.parse(row.end_date),
  created_at: row.created_at,
});
