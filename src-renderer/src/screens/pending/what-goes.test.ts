import type { PendingChange } from '@shared/entities/sync';
import { expect, test } from 'vitest';
import { whatGoes } from './what-goes';

function change(entity: PendingChange['entity'], id: string, more: Partial<PendingChange> = {}): PendingChange {
  return {
    entity,
    id,
    name: id.toUpperCase(),
    currency: null,
    kind: 'create',
    fields: [],
    state: 'ready',
    is_held: false,
    is_released: false,
    waits_for: [],
    attempts: 0,
    not_before: null,
    problem: null,
    note: '',
    authors: [],
    first_at: '',
    last_at: '',
    ...more,
  };
}

const waitsFor = (...ids: string[]) => ({ waits_for: ids.map((id) => ({ entity: 'group' as const, id, name: id })) });
const ids = (changes: readonly PendingChange[]) => changes.map(({ id }) => id);

test('what a chosen change needs goes with it and is named, also when it is held back', () => {
  const gpu = change('group', 'gpu', { is_held: true });
  const seat = change('price', 'seat', waitsFor('gpu'));
  const { going, neededBy, staying } = whatGoes([gpu, change('group', 'other'), seat], [seat]);
  expect(ids(going)).toEqual(['gpu', 'seat']);
  expect([...neededBy]).toEqual([['group gpu', 'SEAT']]);
  expect(staying).toEqual([]);
});

test('when everything is sent, what is held back stays, and so does what waits for it', () => {
  const held = change('group', 'held', { is_held: true });
  const waiting = change('price', 'waiting', waitsFor('held'));
  const free = change('price', 'free');
  const { going, neededBy, staying } = whatGoes([held, waiting, free], null);
  expect(ids(going)).toEqual(['free']);
  expect(neededBy.size).toBe(0);
  expect(ids(staying)).toEqual(['waiting']);
});

test('what waits for a decision or stays here does not go, nor what needs it; what is on its way is waited for', () => {
  const decided = change('group', 'decided', { state: 'conflict' });
  const only = change('group', 'only', { state: 'local_only' });
  const sending = change('group', 'sending', { state: 'sending' });
  const a = change('price', 'a', waitsFor('decided'));
  const b = change('price', 'b', waitsFor('sending', 'gone'));
  const { going, staying } = whatGoes([decided, only, sending, a, b], null);
  expect(ids(going)).toEqual(['b']);
  expect(ids(staying)).toEqual(['decided', 'only', 'sending', 'a']);
});

test('two that wait for each other go together', () => {
  const a = change('group', 'a', waitsFor('b'));
  const b = change('group', 'b', waitsFor('a'));
  expect(ids(whatGoes([a, b], [a]).going)).toEqual(['a', 'b']);
});
