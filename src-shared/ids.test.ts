import { decodeTime } from 'ulid';
import { expect, test } from 'vitest';
import { idSource } from './ids';

const at = Date.UTC(2026, 4, 1);
const ulidOf = (id: string) => id.slice('price_'.length);

test('ids are told apart and in order within a millisecond, in the next one, and when the clock goes back', () => {
  const times = [...Array(500).fill(at), ...Array(500).fill(at + 1), ...Array(500).fill(at - 5), at + 2];
  const next = idSource(() => times.shift());
  const ids = Array.from({ length: times.length }, () => next('price'));
  expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''))).toBe(true);
  expect(ids.every((id) => /^price_[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
  const moments = [0, 499, 500, 1499, 1500].map((index) => decodeTime(ulidOf(ids[index] ?? '')) - at);
  expect(moments).toEqual([0, 0, 1, 1, 2]);
});

test('more ids of a millisecond than its last letters tell go on in the letters before them', () => {
  const next = idSource(
    () => at,
    () => '01JT4ZB60000000000000ZZZZX',
  );
  const ids = Array.from({ length: 4 }, () => ulidOf(next('price')));
  expect(ids).toEqual([
    '01JT4ZB60000000000000ZZZZX',
    '01JT4ZB60000000000000ZZZZY',
    '01JT4ZB60000000000000ZZZZZ',
    '01JT4ZB6000000000000100000',
  ]);
});
