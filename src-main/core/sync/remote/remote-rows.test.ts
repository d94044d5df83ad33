import { syncedEntities } from '@shared/rules/sync/synced-fields';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRemoteMeter, readRemoteRow } from './remote-rows';

const plan = { id: 'plan_1', status: 'published', name: 'Base' };
const price = {
  ...{ id: 'price_1', status: 'published', entity_type: 'PLAN', entity_id: 'plan_1', currency: 'USD', type: 'FIXED' },
  ...{ billing_period: 'MONTHLY', billing_model: 'FLAT_FEE', invoice_cadence: 'ARREAR', amount: '3.250' },
  created_at: '2026-01-01T01:00:00.5+01:00',
};

test('keys that a server leaves out are empty, and what it writes its own way is as it is kept here', () => {
  expect(readRemoteRow('plan', plan)).toEqual({
    row: {
      ...{ remote_id: 'plan_1', created_at: null, updated_at: null, etag: null, mark: null, parent_id: null },
      meter: null,
      snapshot: {
        ...{ name: 'Base', lookup_key: '', description: '', display_order: 0, metadata: {} },
        status: 'published',
      },
    },
  });
  const metadata = { n: 1, yes: true, none: null, pricebook_operation: 'op_1' };
  expect(readRemoteRow('price', { ...price, metadata, tiers: [{ unit_amount: 1 }] })).toMatchObject({
    row: {
      created_at: '2026-01-01T00:00:00.500Z',
      mark: 'op_1',
      snapshot: {
        ...{ currency: 'usd', amount: '3.25', billing_period_count: 1, start_date: '2026-01-01T00:00:00.500Z' },
        ...{ tiers: null, metadata: { n: '1', yes: 'true', none: '' }, end_date: null, group_id: null },
      },
    },
  });
  const tiered = { ...price, billing_model: 'TIERED', tier_mode: 'VOLUME', tiers: [{ up_to: 5, unit_amount: '1.0' }] };
  expect(readRemoteRow('price', tiered)).toMatchObject({
    row: { snapshot: { amount: '0', tiers: [{ up_to: 5, unit_amount: '1', flat_amount: null }] } },
  });
});

test.each<[string, object]>([
  ['a day that there is not', { created_at: '2026-02-30T00:00:00Z' }],
  ['a number that is none', { amount: 'free' }],
  ['part of a day', { billing_period_count: 1.5 }],
  ['a model that is not known', { billing_model: 'AUCTION' }],
  ['tiers that are no list', { tiers: {} }],
  ['metadata with parts', { metadata: { deep: { toString: '' } } }],
  ['no status', { status: undefined }],
])('%s is told, not bent to fit', (_what, odd) => {
  expect(readRemoteRow('price', { ...price, ...odd, display_name: 'Seat' })).toEqual({
    skipped: {
      ...{ remote_id: 'price_1', name: 'Seat' },
      reason: 'The server describes it in a way Pricebook does not know.',
    },
  });
});

test('nothing that JSON can say breaks the reading', () => {
  const anyJson = fc.jsonValue({ noUnicodeString: true });
  const anyRow = fc.oneof(
    anyJson,
    fc
      .dictionary(fc.constantFrom(...Object.keys(price), 'meter', 'tiers', 'metadata'), anyJson)
      .map((odd) => ({ ...price, ...odd })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...syncedEntities), anyRow, (entity, wire) => {
      const read = readRemoteRow(entity, wire);
      expect('row' in read || typeof read.skipped.reason === 'string').toBe(true);
      readRemoteMeter(wire);
    }),
    { numRuns: 300 },
  );
});
