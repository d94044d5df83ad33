import { isDecimal, normalizeDecimal } from '@shared/decimal';
import { answered, type FakeAnswer, refused, withoutEmpty } from './fake-answer';
import type { FakeRow } from './fake-rows';
import { searchPage } from './fake-search';
import { type FakeState, newRow } from './fake-state';

type Body = Record<string, unknown>;

const givenText = (value: unknown, otherwise: unknown) =>
  typeof value === 'string' && value !== '' ? value : otherwise;
const decimalOf = (value: unknown) =>
  value !== null && value !== undefined && isDecimal(String(value)) ? normalizeDecimal(String(value)) : null;

function groupRefusal(state: FakeState, group_id: unknown): FakeAnswer | null {
  if (!group_id) return null;
  const group = state.groups.get(String(group_id));
  if (group?.status !== 'published') return refused(400, 'validation_error', 'Some groups not found');
  if (group.entity_type !== 'price') return refused(400, 'validation_error', 'Group must be of type: price');
  return null;
}

const takesKey = (state: FakeState, lookup_key: unknown, exceptId = '') =>
  Boolean(lookup_key) &&
  state.prices.all().some((one) => one.lookup_key === lookup_key && !one.end_date && one.id !== exceptId);

/** Prices of the public API (wire contract 3). */
export function createPrice(state: FakeState, body: Body, parent_price_id: string | null = null): FakeAnswer {
  for (const field of ['currency', 'entity_type', 'entity_id', 'type', 'billing_model', 'billing_period']) {
    if (!body[field]) return refused(400, 'validation_error', 'Request validation failed', { [field]: 'required' });
  }
  if (Number(body.billing_period_count ?? 0) <= 0) {
    return refused(400, 'validation_error', 'Billing period count must be greater than 0');
  }
  const plan = state.plans.get(String(body.entity_id));
  if (!plan) return refused(404, 'not_found', 'The specified plan does not exist');
  const group = groupRefusal(state, body.group_id);
  if (group) return group;
  if (body.type === 'USAGE' && !state.meters.get(String(body.meter_id))) {
    return refused(404, 'not_found', 'Meter not found');
  }
  if (!body.end_date && takesKey(state, body.lookup_key)) {
    return refused(409, 'already_exists', 'A price with this identifier already exists');
  }
  const isTiered = body.billing_model === 'TIERED';
  const row = newRow(state, 'price');
  const price: FakeRow = {
    ...row,
    amount: isTiered ? '0' : (decimalOf(body.amount) ?? '0'),
    currency: String(body.currency).toLowerCase(),
    price_unit_type: 'FIAT',
    type: body.type,
    billing_period: body.billing_period,
    billing_period_count: body.billing_period_count,
    billing_model: body.billing_model,
    billing_cadence: 'RECURRING',
    invoice_cadence: body.invoice_cadence,
    trial_period_days: body.trial_period_days ?? 0,
    min_quantity: body.min_quantity === null || body.min_quantity === undefined ? null : String(body.min_quantity),
    tier_mode: isTiered ? body.tier_mode : null,
    tiers: isTiered ? ((body.tiers as Body[] | undefined) ?? []).map(shownTier) : null,
    transform_quantity: (body.billing_model === 'PACKAGE' && body.transform_quantity) || { divide_by: 1 },
    meter_id: body.type === 'USAGE' ? body.meter_id : '',
    display_name: givenText(body.display_name, body.type === 'FIXED' ? plan.name : nameOfMeter(state, body)),
    lookup_key: body.lookup_key ?? '',
    description: body.description ?? '',
    metadata: body.metadata ?? {},
    entity_type: body.entity_type,
    entity_id: body.entity_id,
    parent_price_id,
    group_id: body.group_id || null,
    start_date: body.start_date ?? row.created_at,
    end_date: body.end_date ?? null,
  };
  state.prices.put(price, state.now());
  return answered(201, shown(state, price, Number.POSITIVE_INFINITY));
}

const nameOfMeter = (state: FakeState, body: Body) => state.meters.get(String(body.meter_id))?.name ?? '';
const shownTier = ({ up_to = null, unit_amount, flat_amount }: Body) =>
  withoutEmpty({ up_to, unit_amount: decimalOf(unit_amount), flat_amount: decimalOf(flat_amount) }, ['up_to']);

export function getPrice(state: FakeState, id: string, asOf: number): FakeAnswer {
  const price = state.prices.all(asOf).find((one) => one.id === id);
  if (!price) return refused(404, 'not_found', `Price with ID ${id} was not found`);
  return answered(200, shown(state, price, asOf));
}

export function lookUpPrice(state: FakeState, key: string, asOf: number): FakeAnswer {
  const price = state.prices.all(asOf).find((one) => one.lookup_key === key && !one.end_date);
  if (!price) return refused(404, 'not_found', `Price with lookup key ${key} was not found`);
  return answered(200, shown(state, price, asOf));
}

/** Without ended ones unless asked; a plan filter is accepted and ignored (wire contract 3.7). */
export function searchPrices(state: FakeState, body: Body, asOf: number): FakeAnswer {
  const nowAt = new Date(state.now()).toISOString();
  const rows = state.prices
    .all(asOf)
    .filter((price) => body.allow_expired_prices === true || !price.end_date || String(price.end_date) > nowAt);
  const page = searchPage(rows, body, ['plan_ids', 'group_ids']);
  return answered(200, { ...page, items: page.items.map((row) => shown(state, row, asOf)) });
}

const criticalOf = (body: Body) =>
  Boolean(body.billing_model) ||
  (body.amount ?? null) !== null ||
  Boolean(body.tier_mode) ||
  (Array.isArray(body.tiers) && body.tiers.length > 0) ||
  (body.transform_quantity ?? null) !== null;

/** In place, or by a successor when terms are named (wire contract 3.8). Empty texts keep what is there. */
export function updatePrice(state: FakeState, id: string, body: Body): FakeAnswer {
  const price = state.prices.get(id);
  if (!price) return refused(404, 'not_found', `Price with ID ${id} was not found`);
  const group = groupRefusal(state, body.group_id);
  if (group) return group;
  const isCritical = criticalOf(body);
  if (body.effective_from && !isCritical) return refused(400, 'validation_error', 'When providing effective_from, …');
  const details = {
    lookup_key: givenText(body.lookup_key, price.lookup_key),
    description: givenText(body.description, price.description),
    display_name: givenText(body.display_name, price.display_name),
    metadata: body.metadata ?? price.metadata,
    group_id: typeof body.group_id === 'string' ? body.group_id || null : price.group_id,
  };
  if (!isCritical) {
    // Keys are unique among prices that go on (architecture 0.3).
    if (!price.end_date && details.lookup_key !== price.lookup_key && takesKey(state, details.lookup_key, id)) {
      return refused(500, 'database_error', 'Failed to update price');
    }
    const after: FakeRow = { ...price, ...details, updated_at: state.instant() };
    state.prices.put(after, state.now());
    // The answer tells the time of the update before (wire contract 3.8).
    return answered(200, { ...shown(state, after, Number.POSITIVE_INFINITY), updated_at: price.updated_at });
  }
  if (price.end_date) return refused(400, 'validation_error', 'Cannot update a terminated price');
  const at = String(body.effective_from ?? new Date(state.now()).toISOString());
  if (Date.parse(at) < Date.parse(String(price.start_date))) {
    return refused(
      400,
      'validation_error',
      'The effective date for terminating this price cannot be before the price’s start date',
    );
  }
  return succeed(state, price, body, details, at);
}

function succeed(state: FakeState, price: FakeRow, body: Body, details: Body, at: string): FakeAnswer {
  const { group_id } = details;
  state.prices.put({ ...price, end_date: at, group_id, updated_at: state.instant() }, state.now());
  const billing_model = body.billing_model || price.billing_model;
  const terms = {
    billing_model,
    amount: body.amount ?? price.amount,
    tiers: Array.isArray(body.tiers) && body.tiers.length > 0 ? body.tiers : price.tiers,
    tier_mode: body.tier_mode || price.tier_mode,
    transform_quantity: body.transform_quantity ?? price.transform_quantity,
  };
  const { id: _id, created_at: _created, updated_at: _updated, ...own } = price;
  const root = (price.parent_price_id as string | null) ?? price.id;
  return createPrice(state, { ...own, ...terms, ...details, start_date: at, end_date: null }, root);
}

export function deletePrice(state: FakeState, id: string, body: Body): FakeAnswer {
  const price = state.prices.get(id);
  if (!price) return refused(404, 'not_found', `Price with ID ${id} was not found`);
  if (price.end_date) {
    return refused(400, 'validation_error', 'Cannot terminate a price that has already been terminated');
  }
  const end_date = String(body.end_date ?? new Date(state.now()).toISOString());
  if (Date.parse(end_date) < Date.parse(String(price.start_date))) {
    return refused(400, 'validation_error', "The termination date must be on or after the price's start date");
  }
  state.prices.put({ ...price, end_date, updated_at: state.instant() }, state.now());
  return answered(200, { message: 'price deleted successfully' });
}

function shown(state: FakeState, price: FakeRow, asOf: number): Body {
  const meter = state.meters.all(asOf).find(({ id }) => id === price.meter_id);
  const kept = ['meter_id', 'lookup_key', 'description', 'metadata'];
  return withoutEmpty({ ...price, meter: meter && withoutEmpty(meter) }, kept);
}
