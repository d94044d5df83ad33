import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { expect, test } from 'vitest';
import type { Operation } from '../outbox/operation';
import type { RemoteRow } from '../remote/remote-rows';
import { decideProbe, type Facts, type Probe, type SeenRow } from './decide-probe';

const at = '2026-06-01T00:00:00.000Z';
const plan = { name: 'Base', lookup_key: 'base', description: '', metadata: {}, status: 'published' };
const price = { amount: '10', start_date: at, end_date: null, display_name: 'Seat', lookup_key: '', group_id: null };

const seen = (snapshot: object, row: Partial<RemoteRow> = {}, is_linked = false): SeenRow => ({
  row: {
    remote_id: 'r1',
    snapshot: snapshot as RemoteRow['snapshot'],
    created_at: at,
    updated_at: at,
    etag: null,
    mark: null,
    parent_id: null,
    meter: null,
    ...row,
  },
  snapshot: snapshot as RemoteRow['snapshot'],
  is_linked,
});

interface Case {
  entity?: SyncedEntity;
  operation: Pick<Operation, 'kind' | 'intent'> & Partial<Operation>;
  facts?: Partial<Facts>;
  base?: object;
  refused?: { code: 'already_exists' | 'validation_error' | 'not_found'; message: string };
  again?: boolean;
  base_updated_at?: string;
}

function decide({ entity = 'plan', operation, facts, base, refused, again = false, base_updated_at = at }: Case) {
  const probe: Probe = {
    entity,
    operation: {
      request: { method: 'POST', path: '/plans', body: {} },
      sent: [],
      op_id: 'op_1',
      is_marked: false,
      if_match: null,
      about: 'a',
      started_at: at,
      missing_since: null,
      is_answered: false,
      refused: null,
      fields: {},
      was_released: false,
      ...operation,
    },
    facts: { row: null, marked: [], unmarked: [], holder: null, successors: [], ...facts },
    base: (base as Probe['base']) ?? null,
    base_updated_at,
    refused: refused ?? null,
    is_second_look: again,
  };
  return decideProbe(probe);
}

const taken = { code: 'already_exists', message: 'Taken' } as const;
const invalid = { code: 'validation_error', message: 'Wrong' } as const;
const create = { kind: 'create', intent: plan } as const;
const nameless = { kind: 'create', intent: { ...plan, lookup_key: '' } } as const;

const markedOne = { ...nameless, is_marked: true } as const;

test.each<[string, Case, object]>([
  [
    'carries our mark',
    { operation: create, facts: { marked: [seen({})] } },
    { do: 'settle', row: { remote_id: 'r1' } },
  ],
  [
    'our mark, on a row that is linked already',
    { operation: create, facts: { marked: [seen({}, {}, true)] } },
    { do: 'send_again' },
  ],
  [
    'our mark, on a version made from ours',
    { operation: create, facts: { marked: [seen({}, { parent_id: 'r0' })] } },
    { do: 'send_again' },
  ],
  ['an equal row has the key', { operation: create, facts: { holder: seen(plan) } }, { do: 'settle' }],
  [
    'an equal row has the key, which the server said first',
    { operation: create, facts: { holder: seen(plan) }, refused: taken },
    { do: 'settle' },
  ],
  [
    'another row has the key',
    { operation: create, facts: { holder: seen({ ...plan, name: 'Other' }) } },
    { do: 'conflict', conflict: { kind: 'key_taken', mine: 'base' }, keeps_operation: false },
  ],
  [
    'a row linked to another of ours has the key',
    { operation: create, facts: { holder: seen(plan, {}, true) } },
    { do: 'failed', error: { code: 'already_exists' } },
  ],
  [
    'a feature group has the key',
    { entity: 'group', operation: create, facts: { holder: { other: 'Features' } } },
    { do: 'conflict', conflict: { kind: 'key_taken', theirs: 'Features' } },
  ],
  ['nobody has the key', { operation: create }, { do: 'send_again' }],
  [
    'nobody has the key and the server declined',
    { operation: create, refused: invalid },
    { do: 'failed', error: invalid },
  ],
  [
    'the server says taken, a search does not find it yet',
    { operation: create, refused: taken },
    { do: 'wait', is_missing: true },
  ],
  [
    'the server says taken, nobody ever has it',
    { operation: create, refused: taken, again: true },
    { do: 'failed', error: taken },
  ],
  ['no key, a mark, not found once', { operation: { ...nameless, is_marked: true } }, { do: 'wait', is_missing: true }],
  [
    'no key, a mark, not found twice',
    { operation: { ...nameless, is_marked: true }, again: true },
    { do: 'send_again' },
  ],
  [
    'another key there, seen once',
    { operation: create, facts: { unmarked: [seen({ ...plan, lookup_key: 'theirs' })] } },
    { do: 'wait', is_missing: true },
  ],
  [
    'another key there, seen twice',
    { operation: create, again: true, facts: { unmarked: [seen({ ...plan, lookup_key: 'theirs' })] } },
    { do: 'conflict', conflict: { kind: 'unknown_fate' }, keeps_operation: true },
  ],
  [
    'no key, its mark gone with its metadata',
    { operation: markedOne, facts: { unmarked: [seen({ ...nameless.intent, metadata: { a: 'b' } })] } },
    { do: 'settle', row: { remote_id: 'r1' } },
  ],
  [
    'no key, its mark gone, and archived',
    { operation: markedOne, facts: { unmarked: [seen({ ...nameless.intent, metadata: {}, status: 'archived' })] } },
    { do: 'settle' },
  ],
  [
    'no key, a row like it that is linked to another',
    { operation: markedOne, again: true, facts: { unmarked: [seen(nameless.intent, {}, true)] } },
    { do: 'conflict', conflict: { kind: 'unknown_fate' }, keeps_operation: true },
  ],
  [
    'no key, its mark gone and details edited: seen once',
    { operation: markedOne, facts: { unmarked: [seen({ ...nameless.intent, description: 'x' })] } },
    { do: 'wait', is_missing: true },
  ],
  [
    'no key, its mark gone and details edited: seen twice',
    { operation: markedOne, again: true, facts: { unmarked: [seen({ ...nameless.intent, description: 'x' })] } },
    { do: 'conflict', conflict: { kind: 'unknown_fate' } },
  ],
  [
    'no key, a row like it from long before',
    {
      operation: markedOne,
      again: true,
      facts: { unmarked: [seen({ ...nameless.intent, description: 'x' }, { created_at: '2026-05-01T00:00:00.000Z' })] },
    },
    { do: 'send_again' },
  ],
  [
    'no key, rows of other names',
    { operation: markedOne, again: true, facts: { unmarked: [seen({ ...nameless.intent, name: 'Other' })] } },
    { do: 'send_again' },
  ],
  [
    'a price, its mark gone and details edited',
    {
      entity: 'price',
      operation: { kind: 'create', intent: price, is_marked: true },
      again: true,
      facts: { unmarked: [seen({ ...price, display_name: 'Place' })] },
    },
    { do: 'conflict', conflict: { kind: 'unknown_fate' } },
  ],
  [
    'a price beside one with other terms',
    {
      entity: 'price',
      operation: { kind: 'create', intent: price, is_marked: true },
      again: true,
      facts: { unmarked: [seen({ ...price, amount: '11' })] },
    },
    { do: 'send_again' },
  ],
  [
    'a marked one has its key, without the mark',
    {
      operation: { ...create, is_marked: true },
      facts: { holder: seen({ ...plan, metadata: { a: 'b' } }) },
    },
    { do: 'settle' },
  ],
  [
    'one that another operation marked has its key',
    {
      operation: { ...create, is_marked: true },
      facts: { holder: seen({ ...plan, metadata: { a: 'b' } }, { mark: 'op_2' }) },
    },
    { do: 'conflict', conflict: { kind: 'key_taken' } },
  ],
  [
    'neither key nor mark',
    { operation: nameless, again: true },
    { do: 'conflict', conflict: { kind: 'unknown_fate' }, keeps_operation: true },
  ],
  [
    'a price with an end, whose key guards nothing',
    {
      entity: 'price',
      operation: { kind: 'create', intent: { ...price, lookup_key: 'k', end_date: at } },
      again: true,
    },
    { do: 'conflict', conflict: { kind: 'unknown_fate' } },
  ],
])('a create: %s', (_name, given, decision) => {
  expect(decide(given)).toMatchObject(decision);
});

test('a group is the same when name, key and type are', () => {
  const group = { name: 'GPU', lookup_key: 'gpu', entity_type: 'price', status: 'published' };
  const operation = { kind: 'create', intent: group } as const;
  expect(decide({ entity: 'group', operation, facts: { holder: seen(group) } })).toMatchObject({ do: 'settle' });
  const other = seen({ ...group, name: 'Disk' });
  expect(decide({ entity: 'group', operation, facts: { holder: other } })).toMatchObject({
    conflict: { kind: 'key_taken' },
  });
});

const renamed = {
  kind: 'update',
  intent: { ...plan, name: 'Mine' },
  sent: ['name'],
} as const satisfies Partial<Operation>;
const rekeyed = { ...renamed, intent: { ...plan, lookup_key: 'new' }, sent: ['lookup_key'] };

test.each<[string, Case, object]>([
  [
    'as we want it',
    { operation: renamed, base: plan, facts: { row: seen({ ...plan, name: 'Mine' }) } },
    { do: 'settle' },
  ],
  ['as it was', { operation: renamed, base: plan, facts: { row: seen(plan) } }, { do: 'send_again' }],
  [
    'as it was, and declined',
    { operation: renamed, base: plan, facts: { row: seen(plan) }, refused: invalid },
    { do: 'failed', error: invalid },
  ],
  [
    'the field edited there',
    { operation: renamed, base: plan, facts: { row: seen({ ...plan, name: 'Theirs' }) } },
    { do: 'pull_first' },
  ],
  [
    'another field edited there',
    { operation: renamed, base: plan, facts: { row: seen({ ...plan, description: 'x' }) } },
    { do: 'pull_first' },
  ],
  [
    'older than what we know',
    {
      operation: renamed,
      base: plan,
      base_updated_at: '2026-06-02T00:00:00.000Z',
      facts: { row: seen({ ...plan, name: 'Mine' }) },
    },
    { do: 'wait', is_missing: false },
  ],
  ['not found once', { operation: renamed, base: plan }, { do: 'wait', is_missing: true }],
  [
    'not found twice',
    { operation: renamed, base: plan, again: true },
    { do: 'conflict', conflict: { kind: 'gone_there' } },
  ],
  [
    'its new key is another’s',
    { operation: rekeyed, base: plan, facts: { row: seen(plan), holder: seen({ ...plan, lookup_key: 'new' }) } },
    { do: 'conflict', conflict: { kind: 'key_taken' } },
  ],
  [
    'ended there, which a conflict keeps apart, and declined for another reason',
    {
      entity: 'price',
      operation: { kind: 'update', intent: { ...price, group_id: 'g1' }, sent: ['group_id'] },
      base: price,
      facts: { row: seen({ ...price, end_date: at }) },
      refused: invalid,
    },
    { do: 'failed', error: invalid },
  ],
  ['linked without a base', { operation: renamed, facts: { row: seen(plan) } }, { do: 'pull_first' }],
])('an update: the row is %s', (_name, given, decision) => {
  expect(decide(given)).toMatchObject(decision);
});

const ended = seen({ ...price, end_date: at });
const version = {
  kind: 'version',
  intent: { ...price, amount: '12' },
  sent: ['amount', 'start_date'],
} as const satisfies Partial<Operation>;
const successor = (snapshot: object, row: Partial<RemoteRow> = {}) =>
  seen(snapshot, { remote_id: 'r2', parent_id: 'r1', ...row });

test.each<[string, Case, object]>([
  ['has not ended', { operation: version, base: price, facts: { row: seen(price) } }, { do: 'send_again' }],
  [
    'was edited there, and the version brings details along',
    {
      operation: { ...version, sent: [...version.sent, 'metadata'] },
      base: price,
      facts: { row: seen({ ...price, metadata: { a: '1' } }) },
    },
    { do: 'pull_first' },
  ],
  [
    'was edited there, and the version brings terms alone',
    { operation: version, base: price, facts: { row: seen({ ...price, metadata: { a: '1' } }) } },
    { do: 'send_again' },
  ],
  [
    'is older than what we know',
    { operation: version, base: price, base_updated_at: '2026-06-02T00:00:00.000Z', facts: { row: seen(price) } },
    { do: 'wait', is_missing: false },
  ],
  [
    'has not ended, and the server declined',
    { operation: version, base: price, facts: { row: seen(price) }, refused: invalid },
    { do: 'failed' },
  ],
  [
    'has ended with our mark after it',
    { operation: version, base: price, facts: { row: ended, marked: [successor({ ...price, amount: '99' })] } },
    { do: 'settle', row: { remote_id: 'r2' } },
  ],
  [
    'has ended with equal terms after it',
    {
      operation: version,
      base: price,
      facts: { row: ended, successors: [successor({ ...price, amount: '12' })] },
      refused: invalid,
    },
    { do: 'settle', row: { remote_id: 'r2' } },
  ],
  [
    'has other terms after it',
    { operation: version, base: price, facts: { row: ended, successors: [successor({ ...price, amount: '13' })] } },
    { do: 'conflict', conflict: { kind: 'versioned_there', remote: { remote_id: 'r2' } }, keeps_operation: true },
  ],
  [
    'has ended with nothing after it',
    { operation: version, base: price, facts: { row: ended } },
    { do: 'conflict', conflict: { kind: 'gone_there' }, keeps_operation: true },
  ],
  ['is not found once', { operation: version, base: price }, { do: 'wait', is_missing: true }],
  [
    'is not found twice',
    { operation: version, base: price, again: true },
    { do: 'conflict', conflict: { kind: 'gone_there' } },
  ],
])('a version: the price before %s', (_name, given, decision) => {
  expect(decide({ entity: 'price', ...given })).toMatchObject(decision);
});

const later = '2026-07-01T00:00:00.000Z';
const end = {
  kind: 'end',
  intent: { ...price, end_date: at },
  sent: ['end_date'],
} as const satisfies Partial<Operation>;

test.each<[string, Case, object]>([
  ['has ended as we want', { operation: end, base: price, facts: { row: ended } }, { do: 'settle', row: null }],
  [
    'has ended as we want, and a second try was declined',
    { operation: end, base: price, facts: { row: ended }, refused: invalid },
    { do: 'settle' },
  ],
  [
    'has ended at another time',
    { operation: end, base: price, facts: { row: seen({ ...price, end_date: later }) }, refused: invalid },
    { do: 'conflict', conflict: { kind: 'field', field: 'end_date', mine: at, theirs: later } },
  ],
  ['has not ended', { operation: end, base: price, facts: { row: seen(price) } }, { do: 'send_again' }],
  [
    'has not ended, and the server declined',
    { operation: end, base: price, facts: { row: seen(price) }, refused: invalid },
    { do: 'failed', error: invalid },
  ],
  ['is not found once', { operation: end, base: price }, { do: 'wait' }],
  ['is not found twice', { operation: end, base: price, again: true }, { do: 'settle', row: null }],
])('an end: the price %s', (_name, given, decision) => {
  expect(decide({ entity: 'price', ...given })).toMatchObject(decision);
});

const archive = {
  kind: 'archive',
  intent: { ...plan, status: 'archived' },
  sent: ['status'],
} as const satisfies Partial<Operation>;

test.each<[string, Case, object]>([
  [
    'is archived',
    { operation: archive, base: plan, facts: { row: seen({ ...plan, status: 'archived' }) } },
    { do: 'settle', row: null },
  ],
  ['is not archived', { operation: archive, base: plan, facts: { row: seen(plan) } }, { do: 'send_again' }],
  [
    'has subscriptions',
    { operation: archive, base: plan, facts: { row: seen(plan) }, refused: invalid },
    { do: 'failed', error: invalid },
  ],
  ['is not found twice', { operation: archive, base: plan, again: true }, { do: 'settle', row: null }],
])('an archive: the row %s', (_name, given, decision) => {
  expect(decide(given)).toMatchObject(decision);
});

test('an equal meter is looked for before each try', () => {
  expect(decide({ operation: { kind: 'meter', intent: {} } })).toEqual({ do: 'send_again' });
});
