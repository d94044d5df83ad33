import type { PriceCreate } from '@shared/entities/price';
import { AppError, invalid, notFound } from '@shared/errors';
import { limits } from '@shared/limits';
import { checkPriceCreate } from '@shared/rules/price-create';
import { searchText } from '../list/quick-search';
import { loadMeter } from '../meters/meter-row';
import { findRow } from '../store/find-row';
import { createdFields, type Tx } from '../store/write';
import { addLineItemsOf } from '../subscriptions/sync-line-items';
import { requireGroup } from './price-group';
import { refuseTakenPriceKey } from './price-key';
import { type PriceRow, priceOf } from './price-row';
import { nextSequence } from './price-sequence';

const maxActivePrices = 5000;

/** Creates one price; subscriptions of its plan take it at once (wire contract 3.2, 3.3). */
export async function createPrice(tx: Tx, input: PriceCreate): Promise<PriceRow> {
  const row = await insertPrice(tx, input);
  await addLineItemsOf(tx, [row]);
  return row;
}

/** Creates 1 to 100 prices, all or none; a refused one is named by `details.index` (wire contract 3.10). */
export async function createPrices(tx: Tx, items: readonly PriceCreate[]): Promise<PriceRow[]> {
  if (items.length === 0) throw invalid('Please provide at least one price to create', 'items');
  if (items.length > limits.prices_per_bulk)
    throw invalid(`Maximum ${limits.prices_per_bulk} prices allowed per bulk request`, 'items');
  const rows: PriceRow[] = [];
  for (const [index, input] of items.entries()) {
    try {
      rows.push(await insertPrice(tx, input));
    } catch (error) {
      throw error instanceof AppError ? atIndex(error, index) : error;
    }
  }
  await addLineItemsOf(tx, rows);
  return rows;
}

const atIndex = (error: AppError, index: number) =>
  new AppError(error.code, error.message, {
    ...(error.field !== undefined && { field: `items.${index}.${error.field}` }),
    details: { ...error.details, index },
  });

/** Checks and writes a price row, its change record included; line items are the caller's. */
export async function insertPrice(
  tx: Tx,
  input: PriceCreate,
  { parent_price_id = null }: { parent_price_id?: string | null } = {},
): Promise<PriceRow> {
  checkPriceCreate(input);
  const plan = await requirePlan(tx, input);
  await refuseTooManyPrices(tx, plan.id);
  const group_id = input.group_id ? await requireGroup(tx, input.group_id) : null;
  const meter =
    input.type === 'USAGE' && input.meter_id ? await loadMeter(tx.db, tx.context.environment_id, input.meter_id) : null;
  if (!input.end_date) await refuseTakenPriceKey(tx, input.lookup_key);

  const tiered = input.billing_model === 'TIERED';
  const start_date = input.start_date ?? tx.now;
  const end_date = input.end_date ?? null;
  if (end_date !== null && end_date < start_date) throw invalid('Start date must be before end date', 'end_date');
  const display_name = input.display_name || (meter ? meter.name : plan.name);
  const row = await tx.db
    .insertInto('prices')
    .values({
      id: tx.newId('price'),
      amount: tiered ? '0' : (input.amount ?? '0'),
      currency: input.currency.toLowerCase(),
      type: input.type,
      billing_model: input.billing_model,
      billing_period: input.billing_period,
      billing_period_count: input.billing_period_count,
      invoice_cadence: input.invoice_cadence,
      trial_period_days: input.trial_period_days,
      min_quantity: input.min_quantity === null || input.min_quantity === undefined ? null : String(input.min_quantity),
      tier_mode: tiered ? input.tier_mode || null : null,
      tiers: tiered ? JSON.stringify(input.tiers) : null,
      transform_quantity: JSON.stringify(
        (input.billing_model === 'PACKAGE' && input.transform_quantity) || { divide_by: 1, round: null },
      ),
      meter_id: meter?.id ?? null,
      display_name,
      description: input.description,
      lookup_key: input.lookup_key,
      metadata: JSON.stringify(input.metadata ?? {}),
      entity_type: input.entity_type,
      entity_id: plan.id,
      parent_price_id,
      group_id,
      start_date,
      end_date,
      sequence: nextSequence(tx),
      search_text: searchText(display_name, input.lookup_key),
      ...tx.base(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('price', row.id, 'create', createdFields(recordedFields(row)));
  return row;
}

/** What history shows of a new price: its own values, without ids, dates of record and expansions. */
export function recordedFields(row: PriceRow): Record<string, unknown> {
  const { id, display_amount, created_at, updated_at, created_by, updated_by, meter, group, plan, ...own } =
    priceOf(row);
  const { environment_id, tenant_id, price_unit_type, billing_cadence, sequence, ...recorded } = own;
  return recorded;
}

/** Rule 15: the owner must exist; in this product that is a plan. */
async function requirePlan(tx: Tx, { entity_type, entity_id }: PriceCreate) {
  if (entity_type === 'PRICE') throw invalid('The specified entity type is not supported', 'entity_type');
  const plan = entity_type === 'PLAN' ? await findRow(tx.db, 'plans', tx.context.environment_id, entity_id) : undefined;
  if (!plan) throw notFound(`The specified ${entity_type.toLowerCase()} does not exist`);
  return plan;
}

/** Rule 16. */
async function refuseTooManyPrices(tx: Tx, plan_id: string): Promise<void> {
  const { active } = await tx.db
    .selectFrom('prices')
    .select(({ fn }) => fn.countAll<number>().as('active'))
    .where('entity_id', '=', plan_id)
    .where('status', '=', 'published')
    .where(({ eb, or }) => or([eb('end_date', 'is', null), eb('end_date', '>', tx.now)]))
    .executeTakeFirstOrThrow();
  if (active >= maxActivePrices) throw invalid('The specified entity has too many active prices', 'entity_id');
}
