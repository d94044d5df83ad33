import type { PendingKind, RemoteExtension } from '@shared/entities/sync';
import { differences } from '@shared/rules/sync/merge-row';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { expect, test } from 'vitest';
import { type LineParts, plannedSteps } from './plan-steps';

const at = '2026-06-01T00:00:00.000Z';
const later = '2026-07-01T00:00:00.000Z';

const price: Snapshot = {
  entity_id: 'plan_a',
  meter_id: 'meter_a',
  currency: 'usd',
  type: 'USAGE',
  billing_period: 'MONTHLY',
  billing_period_count: 1,
  invoice_cadence: 'ARREAR',
  trial_period_days: 0,
  min_quantity: null,
  start_date: at,
  billing_model: 'FLAT_FEE',
  amount: '0.01',
  tier_mode: null,
  tiers: null,
  transform_quantity: { divide_by: 1, round: null },
  display_name: 'Tokens',
  lookup_key: 'tokens',
  description: '',
  metadata: {},
  group_id: 'group_a',
  end_date: null,
};
const meter = {
  name: 'Tokens',
  event_name: 'tokens',
  aggregation: { type: 'SUM', field: 'n', expression: null, multiplier: null, bucket_size: null, group_by: null },
  filters: [],
  reset_usage: 'BILLING_PERIOD',
};
const feature: Snapshot = {
  name: 'Tokens',
  lookup_key: 'tokens',
  description: '',
  type: 'metered',
  meter,
  unit_singular: '',
  unit_plural: '',
  reporting_unit: null,
  alert_settings: { critical: { threshold: '5', condition: 'above' }, warning: null, info: null, alert_enabled: true },
  metadata: {},
  status: 'published',
};

interface Given {
  entity?: SyncedEntity;
  kind: PendingKind;
  mine: Snapshot;
  base?: Snapshot | null;
  mark?: string | null;
  extensions?: RemoteExtension[];
  meter?: LineParts['meter'];
  has_successor?: boolean;
  gives_key_later?: boolean;
}

function steps({ entity = 'price', kind, mine, base = null, mark = null, extensions = [], ...more }: Given) {
  return plannedSteps({
    entity,
    kind,
    mine,
    base,
    fields: differences(base, mine),
    remote_id: 'r1',
    has_successor: more.has_successor ?? false,
    gives_key_later: more.gives_key_later ?? false,
    meter: more.meter ?? null,
    wording: { remoteOf: (_entity, id) => id.replace('_a', '_there'), mark, extensions: new Set(extensions) },
  });
}
const requests = (given: Given) => steps(given).map(({ request }) => request);

test('a new price says everything that is not empty, its start always', () => {
  expect(requests({ kind: 'create', mine: price })).toEqual([
    {
      method: 'POST',
      path: '/prices',
      body: {
        entity_type: 'PLAN',
        entity_id: 'plan_there',
        price_unit_type: 'FIAT',
        meter_id: 'meter_there',
        group_id: 'group_there',
        currency: 'usd',
        type: 'USAGE',
        billing_period: 'MONTHLY',
        billing_period_count: 1,
        invoice_cadence: 'ARREAR',
        trial_period_days: 0,
        start_date: at,
        display_name: 'Tokens',
        lookup_key: 'tokens',
        billing_model: 'FLAT_FEE',
        amount: '0.01',
      },
    },
  ]);
});

test('the end of a new price goes along unless a version follows it', () => {
  const ending = { ...price, end_date: later };
  expect(steps({ kind: 'create', mine: ending })).toMatchObject([
    { request: { body: { end_date: later } }, intent: { end_date: later } },
  ]);
  const [step] = steps({ kind: 'create', mine: ending, has_successor: true });
  expect(step?.request.body).not.toHaveProperty('end_date');
  expect(step?.intent).toMatchObject({ end_date: null });
});

test.each<[string, Snapshot, object]>([
  [
    'TIERED',
    {
      ...price,
      billing_model: 'TIERED',
      amount: '0',
      tier_mode: 'SLAB',
      tiers: [
        { up_to: 10, unit_amount: '1', flat_amount: null },
        { up_to: null, unit_amount: '2', flat_amount: '3' },
      ],
    },
    {
      billing_model: 'TIERED',
      tier_mode: 'SLAB',
      tiers: [
        { up_to: 10, unit_amount: '1' },
        { up_to: null, unit_amount: '2', flat_amount: '3' },
      ],
    },
  ],
  [
    'PACKAGE',
    { ...price, billing_model: 'PACKAGE', transform_quantity: { divide_by: 100, round: 'up' } },
    { billing_model: 'PACKAGE', amount: '0.01', transform_quantity: { divide_by: 100, round: 'up' } },
  ],
  [
    'PACKAGE without rounding',
    { ...price, billing_model: 'PACKAGE', transform_quantity: { divide_by: 100, round: null } },
    { billing_model: 'PACKAGE', amount: '0.01', transform_quantity: { divide_by: 100 } },
  ],
])('%s terms are exactly the fields that the model reads', (_name, mine, terms) => {
  const [create] = requests({ kind: 'create', mine });
  expect(create?.body).toMatchObject(terms);
  const after = { ...mine, start_date: later };
  expect(requests({ kind: 'version', mine: after, base: price })).toEqual([
    { method: 'PUT', path: '/prices/r1', body: { effective_from: later, ...terms } },
  ]);
});

test('a version brings the details in which it differs from the one before, metadata as a whole', () => {
  const base = { ...price, metadata: { a: '1' } };
  const mine = {
    ...base,
    amount: '2',
    start_date: later,
    description: 'Dearer',
    display_name: '',
    group_id: null,
    metadata: { a: '1', b: '2' },
  };
  const [step] = steps({ kind: 'version', mine, base, mark: 'op_1' });
  expect(step?.request.body).toEqual({
    effective_from: later,
    billing_model: 'FLAT_FEE',
    amount: '2',
    description: 'Dearer',
    group_id: '',
    metadata: { a: '1', b: '2', pricebook_operation: 'op_1' },
  });
  // The name cannot be emptied there: the new row will have the one of the row before.
  expect(step?.intent).toMatchObject({ display_name: 'Tokens', description: 'Dearer', amount: '2', end_date: null });
  const [able] = requests({ kind: 'version', mine, base, extensions: ['clear_text_fields'] });
  expect(able?.body).toMatchObject({ clear: ['display_name'], metadata: { a: '1', b: '2' } });
});

test('an update brings the fields that differ and that this server can take', () => {
  const mine = { ...price, lookup_key: '', description: 'New', metadata: { a: '1' } };
  const [step] = steps({ kind: 'update', mine, base: price, mark: 'op_1' });
  expect(step?.request).toEqual({
    method: 'PUT',
    path: '/prices/r1',
    body: { description: 'New', metadata: { a: '1', pricebook_operation: 'op_1' } },
  });
  expect(step?.intent).toEqual({ ...price, description: 'New', metadata: { a: '1' } });
  const [able] = requests({ kind: 'update', mine, base: price, extensions: ['clear_text_fields'] });
  expect(able?.body).toMatchObject({ clear: ['lookup_key'] });
  expect(requests({ kind: 'update', mine: { ...price, currency: 'eur' }, base: price })).toEqual([]);
});

test('details go before an end; an end is never taken back or moved', () => {
  const mine = { ...price, description: 'Old', end_date: later };
  expect(requests({ kind: 'end', mine, base: price })).toEqual([
    { method: 'PUT', path: '/prices/r1', body: { description: 'Old' } },
    { method: 'DELETE', path: '/prices/r1', body: { end_date: later } },
  ]);
  expect(requests({ kind: 'end', mine: price, base: { ...price, end_date: later } })).toEqual([]);
  // Another may have the key by now, which a price that still runs would take from it.
  expect(requests({ kind: 'end', mine: { ...mine, lookup_key: 'taken' }, base: price })).toEqual([
    { method: 'DELETE', path: '/prices/r1', body: { end_date: later } },
    { method: 'PUT', path: '/prices/r1', body: { description: 'Old', lookup_key: 'taken' } },
  ]);
});

test('a new feature brings its meter along, or names one that the server has', () => {
  const part = { remote_id: null, part: meter, is_made_apart: false };
  const [made] = requests({ entity: 'feature', kind: 'create', mine: feature, meter: part });
  expect(made).toEqual({
    method: 'POST',
    path: '/features',
    body: {
      name: 'Tokens',
      lookup_key: 'tokens',
      type: 'metered',
      alert_settings: { critical: { threshold: '5', condition: 'above' }, alert_enabled: true },
      meter: { ...meter, aggregation: { type: 'SUM', field: 'n' } },
    },
  });
  const known = { ...part, remote_id: 'meter_there' };
  const [named] = requests({ entity: 'feature', kind: 'create', mine: feature, meter: known });
  expect(named?.body).toMatchObject({ meter_id: 'meter_there' });
  expect(named?.body).not.toHaveProperty('meter');
});

test('new filters of a meter are the filters of its feature', () => {
  const filters = [{ key: 'region', values: ['eu'] }];
  const mine = { ...feature, meter: { ...meter, filters } };
  expect(requests({ entity: 'feature', kind: 'update', mine, base: feature })).toEqual([
    { method: 'PUT', path: '/features/r1', body: { filters } },
  ]);
});

test('a meter that no feature brings is made before its price', () => {
  const part = { remote_id: null, part: meter, is_made_apart: true };
  expect(steps({ kind: 'create', mine: price, meter: part }).map(({ kind, request }) => [kind, request.path])).toEqual([
    ['meter', '/meters'],
    ['create', '/prices'],
  ]);
});

test('groups are made, renamed where that can be, and archived', () => {
  const group = { name: 'GPU', lookup_key: 'gpu', entity_type: 'price', status: 'published' };
  expect(requests({ entity: 'group', kind: 'create', mine: group, mark: 'op_1' })).toEqual([
    { method: 'POST', path: '/groups', body: { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' } },
  ]);
  const renamed = { ...group, name: 'Disk' };
  expect(requests({ entity: 'group', kind: 'update', mine: renamed, base: group })).toEqual([]);
  expect(
    requests({ entity: 'group', kind: 'update', mine: renamed, base: group, extensions: ['group_update'] }),
  ).toEqual([{ method: 'PUT', path: '/groups/r1', body: { name: 'Disk' } }]);
  expect(requests({ entity: 'group', kind: 'archive', mine: { ...renamed, status: 'archived' }, base: group })).toEqual(
    [{ method: 'DELETE', path: '/groups/r1', body: undefined }],
  );
});

test('a plan can be given back an empty key', () => {
  const plan = {
    name: 'Base',
    lookup_key: 'base',
    description: '',
    display_order: 0,
    metadata: { a: '1' },
    status: 'published',
  };
  const mine = { ...plan, lookup_key: '', metadata: {} };
  expect(requests({ entity: 'plan', kind: 'update', mine, base: plan })).toEqual([
    { method: 'PUT', path: '/plans/r1', body: { lookup_key: '', metadata: {} } },
  ]);
});
