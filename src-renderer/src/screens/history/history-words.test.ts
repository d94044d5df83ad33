import type { HistoryEdit } from '@shared/entities/history';
import { expect, test } from 'vitest';
import { authorText, detailText, editText } from './history-words';

const edit = (given: Partial<HistoryEdit>, ...names: string[]): HistoryEdit => ({
  ...{ seq: 1, entity: 'price', kind: 'update', origin: 'app', key_name: null, at: '2026-06-01T00:00:00.000Z' },
  count: names.length,
  rows: names.map((name) => ({ id: name, name, of: null, currency: null, fields: {} })),
  ...given,
});
const row = { id: 'p', name: 'Seat', of: 'Pro', currency: 'usd', fields: {} };

test.each<[HistoryEdit, string]>([
  [edit({ entity: 'group', kind: 'archive' }, 'GPU'), 'Archived group “GPU”'],
  [edit({ kind: 'create' }, ''), 'Created an unnamed price'],
  [edit({ kind: 'version', count: 1, rows: [row] }), 'Gave new terms to price “Seat” of Pro'],
  [edit({ kind: 'terminate' }, 'A', 'B'), 'Ended 2 prices'],
  [edit({ entity: 'subscription', kind: 'create', count: 1, rows: [row] }), 'Put “Seat” on Pro'],
  [edit({ entity: 'subscription', kind: 'cancel', count: 1, rows: [row] }), 'Took “Seat” off Pro'],
  [edit({ entity: 'subscription', kind: 'update', count: 1, rows: [row] }), 'Edited Pro of “Seat”'],
  [edit({ entity: 'subscription', kind: 'create' }, 'A', 'B'), 'Created 2 plans of customers'],
])('%j is told in a sentence', (given, sentence) => {
  expect(editText(given)).toBe(sentence);
});

test('several rows are told by the first names, one row by its fields, since when last', () => {
  expect(detailText(edit({}, 'A', '', 'C'))).toBe('A, unnamed, C');
  expect(detailText(edit({ count: 25 }, 'A', 'B', 'C', 'D'))).toBe('A, B, C and 22 more');
  const changed = { from: '1', to: '2' };
  const fields = {
    start_date: changed,
    amount: changed,
    metadata: { from: {}, to: { region: 'eu' } },
    plan_id: changed,
  };
  expect(detailText(edit({ kind: 'version', count: 1, rows: [{ ...row, fields }] }))).toBe(
    'Price, Metadata: region, Start',
  );
  expect(detailText(edit({ kind: 'create', count: 1, rows: [{ ...row, fields }] }))).toBe('');
});

test.each([
  [{ origin: 'app', key_name: null }, 'You'],
  [{ origin: 'sync', key_name: null }, 'The server'],
  [{ origin: 'key_1', key_name: 'Billing job' }, 'API key “Billing job”'],
  [{ origin: 'key_1', key_name: null }, 'An API key'],
])('%j is told as who did it', (given, who) => {
  expect(authorText(given)).toBe(who);
});
