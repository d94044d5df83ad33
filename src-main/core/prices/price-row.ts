import { type Price, price as priceShape, transformQuantity } from '@shared/entities/price';
import { AppError } from '@shared/errors';
import { displayAmount } from '@shared/rules/currency';
import type { Kysely, Selectable } from 'kysely';
import { baseOf } from '../store/base-columns';
import { findRow } from '../store/find-row';
import type { PriceTable, Schema } from '../store/schema';

export type PriceRow = Selectable<PriceTable>;

const { tiers } = priceShape.shape;

/** A price as the wire shows it (wire contract 3.5), nothing expanded. */
export const priceOf = (row: PriceRow): Price => ({
  id: row.id,
  amount: row.amount,
  display_amount: displayAmount(row.amount, row.currency),
  currency: row.currency,
  price_unit_type: 'FIAT',
  type: row.type,
  billing_period: row.billing_period,
  billing_period_count: row.billing_period_count,
  billing_model: row.billing_model,
  display_name: row.display_name,
  billing_cadence: 'RECURRING',
  invoice_cadence: row.invoice_cadence,
  trial_period_days: row.trial_period_days,
  min_quantity: row.min_quantity,
  tier_mode: row.tier_mode,
  tiers: tiers.parse(row.tiers === null ? null : JSON.parse(row.tiers)),
  transform_quantity: transformQuantity.parse(JSON.parse(row.transform_quantity)),
  meter_id: row.meter_id ?? '',
  lookup_key: row.lookup_key,
  description: row.description,
  metadata: JSON.parse(row.metadata),
  entity_type: row.entity_type,
  entity_id: row.entity_id,
  parent_price_id: row.parent_price_id,
  group_id: row.group_id,
  start_date: row.start_date,
  end_date: row.end_date,
  sequence: row.sequence,
  ...baseOf(row),
  meter: null,
  group: null,
  plan: null,
});

/** A price of this environment, terminated or not; 404 when there is none. */
export async function loadPrice(db: Kysely<Schema>, environment_id: string, id: string): Promise<PriceRow> {
  const row = await findRow(db, 'prices', environment_id, id);
  if (!row) throw priceNotFound(id);
  return row;
}

export const priceNotFound = (id: string) => new AppError('not_found', `Price with ID ${id} was not found`);
