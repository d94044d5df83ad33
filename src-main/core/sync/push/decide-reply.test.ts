import { expect, test } from 'vitest';
import type { Operation } from '../outbox/operation';
import type { RemoteReply } from '../remote/remote-api';
import { decideReply } from './decide-reply';

const plan = { name: 'Base', lookup_key: 'base', description: '', display_order: 0, metadata: {}, status: 'published' };
const wirePlan = { id: 'plan_1', ...plan, created_at: '2026-06-01T00:00:00Z', updated_at: '2026-06-01T00:00:00Z' };

const operation = (changes: Partial<Operation> = {}): Operation => ({
  kind: 'update',
  request: { method: 'PUT', path: '/plans/plan_1', body: { name: 'Base' } },
  sent: ['name'],
  intent: plan,
  op_id: 'op_1',
  is_marked: false,
  if_match: null,
  about: 'plan_a',
  started_at: '2026-06-01T00:00:00.000Z',
  missing_since: null,
  is_answered: false,
  refused: null,
  fields: {},
  was_released: false,
  ...changes,
});

const refused = (status: number, code: string): RemoteReply => ({
  kind: 'refused',
  status,
  error: { code: code as 'not_found', message: 'No' },
});
const ok = (body: unknown, etag: string | null = null): RemoteReply => ({ kind: 'ok', status: 200, body, etag });

test.each<[string, RemoteReply, object]>([
  ['no connection', { kind: 'unreachable', message: 'Away' }, { do: 'stop', because: 'unreachable', message: 'Away' }],
  [
    'a key that is not accepted',
    { kind: 'unauthorized', message: 'Key', said: 'Key' },
    { do: 'stop', because: 'unauthorized' },
  ],
  [
    'time-outs, resets, 5xx and bodies that cannot be read',
    { kind: 'broken', message: '?' },
    { do: 'uncertain', retry_after_ms: null },
  ],
  ['429 and 503', { kind: 'busy', retry_after_ms: 5000, message: 'Later' }, { do: 'uncertain', retry_after_ms: 5000 }],
  ['400', refused(400, 'validation_error'), { do: 'look', error: { message: 'No' } }],
  ['404 on a row that is linked', refused(404, 'not_found'), { do: 'look', error: { code: 'not_found' } }],
  ['409, the key is taken', refused(409, 'already_exists'), { do: 'look', error: { code: 'already_exists' } }],
  ['409, the row has moved on', refused(409, 'version_conflict'), { do: 'pull_first' }],
  ['a redirect', refused(302, 'validation_error'), { do: 'failed', error: { message: 'No' } }],
  ['the row as it is now', ok(wirePlan, '"7"'), { do: 'settle', row: { remote_id: 'plan_1', etag: '"7"' } }],
  ['an answer that shows no row', ok({ message: 'done' }), { do: 'verify' }],
])('a write answered with %s', (_name, reply, decision) => {
  expect(decideReply('plan', operation(), reply)).toMatchObject(decision);
});

test.each(['end', 'archive'] as const)('the answer to a delete (%s) shows no row', (kind) => {
  expect(decideReply('plan', operation({ kind }), ok(null))).toEqual({ do: 'settle', row: null });
});

test('the answer to a new meter is its id; one that is declined is not looked for', () => {
  const meter = { id: 'meter_1', name: 'Tokens', event_name: 'tokens', aggregation: { type: 'COUNT' } };
  expect(decideReply('price', operation({ kind: 'meter' }), ok(meter))).toMatchObject({
    do: 'settle_meter',
    meter: { remote_id: 'meter_1' },
  });
  expect(decideReply('price', operation({ kind: 'meter' }), ok({}))).toEqual({ do: 'verify' });
  expect(decideReply('price', operation({ kind: 'meter' }), refused(400, 'validation_error'))).toMatchObject({
    do: 'failed',
  });
});

const meter = {
  name: 'Tokens',
  event_name: 'tokens',
  aggregation: { type: 'COUNT', field: null, expression: null, multiplier: null, bucket_size: null, group_by: null },
  filters: [],
  reset_usage: 'BILLING_PERIOD',
};
const feature = { ...wirePlan, id: 'feat_1', type: 'metered', meter_id: 'meter_1' };

test('an update of a feature that is answered without its meter leaves the meter as it was', () => {
  const intent = { ...plan, type: 'metered', meter };
  expect(decideReply('feature', operation({ intent }), ok(feature))).toMatchObject({
    do: 'settle',
    row: { snapshot: { meter }, meter: { remote_id: 'meter_1' } },
  });
  // Whether new filters arrived is not in such an answer.
  expect(decideReply('feature', operation({ intent, sent: ['meter'] }), ok(feature))).toEqual({ do: 'verify' });
});
