import { answered, type FakeAnswer, refused, withoutEmpty } from './fake-answer';
import type { FakeRow } from './fake-rows';
import { searchPage } from './fake-search';
import { type FakeState, newRow } from './fake-state';

type Body = Record<string, unknown>;
interface Filter {
  key: string;
  values: string[];
}

/** Features and their meters of the public API (wire contract 5). */
export function createFeature(state: FakeState, body: Body): FakeAnswer {
  if (!body.name || !body.type) return refused(400, 'validation_error', 'Invalid request format');
  const slug = String(body.name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  const lookup_key = body.lookup_key || slug;
  if (state.features.all().some((one) => one.status === 'published' && one.lookup_key === lookup_key)) {
    return refused(409, 'already_exists', 'A feature with this lookup key already exists');
  }
  let meter_id = body.meter_id as string | undefined;
  if (body.type === 'metered' && !meter_id) {
    if (!body.meter) return refused(400, 'validation_error', 'Please provide meter details to setup a metered feature');
    meter_id = putMeter(state, { name: body.name, ...(body.meter as Body) }).id;
  }
  const { name, type, description = '', unit_singular = '', unit_plural = '', metadata = {} } = body;
  const { reporting_unit = null, alert_settings = null } = body;
  const feature = {
    ...newRow(state, 'feat'),
    ...{ name, lookup_key, type, description, unit_singular, unit_plural, metadata, meter_id: meter_id ?? '' },
    ...{ reporting_unit, alert_settings },
  };
  state.features.put(feature, state.now());
  return answered(201, shown(state, feature, Number.POSITIVE_INFINITY));
}

function putMeter(state: FakeState, body: Body): FakeRow {
  const { name, event_name, aggregation, filters = [], reset_usage = 'BILLING_PERIOD' } = body;
  const meter = { ...newRow(state, 'meter'), name, event_name, aggregation, filters, reset_usage };
  state.meters.put(meter, state.now());
  return meter;
}

export const createMeter = (state: FakeState, body: Body): FakeAnswer => answered(201, putMeter(state, body));

export const listMeters = (state: FakeState, query: Body, asOf: number): FakeAnswer =>
  answered(200, searchPage(state.meters.all(asOf), query));

export function getMeter(state: FakeState, id: string, asOf: number): FakeAnswer {
  const meter = state.meters.all(asOf).find((one) => one.id === id);
  return meter ? answered(200, meter) : refused(404, 'not_found', 'Meter not found');
}

/** Published and archived ones unless a status is asked for (wire contract 1.7). */
export function searchFeatures(state: FakeState, body: Body, asOf: number): FakeAnswer {
  const rows = state.features.all(asOf).filter(({ status }) => !body.status || status === body.status);
  const page = searchPage(rows, body);
  return answered(200, { ...page, items: page.items.map((row) => shown(state, row, asOf)) });
}

export function getFeature(state: FakeState, id: string, asOf: number): FakeAnswer {
  const feature = state.features.all(asOf).find((one) => one.id === id);
  if (!feature) return refused(404, 'not_found', 'The specified feature does not exist');
  return answered(200, shown(state, feature, asOf));
}

/** Filters are merged into the meter's by key; key, type and meter never change (wire contract 5.4). */
export function updateFeature(state: FakeState, id: string, body: Body): FakeAnswer {
  const feature = state.features.get(id);
  if (!feature) return refused(404, 'not_found', 'The specified feature does not exist');
  const after: FakeRow = { ...feature, updated_at: state.instant() };
  for (const field of ['name', 'description', 'metadata', 'unit_singular', 'unit_plural', 'reporting_unit']) {
    if (body[field] !== undefined && body[field] !== null) after[field] = body[field];
  }
  if (body.alert_settings)
    after.alert_settings = { ...(feature.alert_settings as Body), ...(body.alert_settings as Body) };
  const meter = state.meters.get(String(feature.meter_id ?? ''));
  if (meter && Array.isArray(body.filters)) {
    const filters = mergedFilters(meter.filters as Filter[], body.filters as Filter[]);
    state.meters.put({ ...meter, filters, updated_at: after.updated_at }, state.now());
  }
  state.features.put(after, state.now());
  return answered(200, shown(state, after, Number.POSITIVE_INFINITY));
}

function mergedFilters(own: readonly Filter[], more: readonly Filter[]): Filter[] {
  const byKey = new Map(own.map(({ key, values }) => [key, values]));
  for (const { key, values } of more) byKey.set(key, [...new Set([...(byKey.get(key) ?? []), ...values])]);
  return [...byKey].map(([key, values]) => ({ key, values }));
}

export function deleteFeature(state: FakeState, id: string): FakeAnswer {
  const feature = state.features.get(id);
  if (!feature) return refused(404, 'not_found', 'The specified feature does not exist');
  const updated_at = state.instant();
  const meter = state.meters.get(String(feature.meter_id ?? ''));
  if (meter) state.meters.put({ ...meter, status: 'archived', updated_at }, state.now());
  state.features.put({ ...feature, status: 'archived', updated_at }, state.now());
  return answered(200, { message: 'feature deleted successfully' });
}

function shown(state: FakeState, feature: FakeRow, asOf: number): Body {
  const meter = state.meters.all(asOf).find(({ id }) => id === feature.meter_id);
  return withoutEmpty({ ...feature, meter: meter && withoutEmpty(meter) });
}
