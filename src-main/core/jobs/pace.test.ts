import { expect, it } from 'vitest';
import { pace } from './pace';

const bounds = { ms: 25, first: 128, fewest: 20, most: 384, block: 128 };

it('takes fewer rows after a slow step, more after a fast one, within bounds', () => {
  const { rows, took } = pace(bounds);
  expect(rows()).toBe(128);
  took(128, 64);
  expect(rows()).toBe(50);
  took(50, 1);
  expect(rows()).toBe(100);
  // Whole blocks of rows from here on.
  took(100, 0);
  expect(rows()).toBe(128);
  took(128, 0);
  took(256, 0);
  took(384, 0);
  expect(rows()).toBe(384);
  took(384, 40);
  expect(rows()).toBe(128);
  took(128, 0);
  took(256, 20);
  expect(rows()).toBe(256);
  took(384, 60_000);
  expect(rows()).toBe(20);
});

it('does not judge by a handful of rows', () => {
  const { rows, took } = pace(bounds);
  took(3, 1000);
  expect(rows()).toBe(128);
});
