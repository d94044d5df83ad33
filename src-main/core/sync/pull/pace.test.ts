import { expect, it } from 'vitest';
import { pace } from './pace';

it('takes fewer rows after a slow step, more after a fast one, within bounds', () => {
  const { rows, took } = pace();
  expect(rows()).toBe(250);
  took(250, 100);
  expect(rows()).toBe(100);
  took(100, 1);
  expect(rows()).toBe(200);
  took(200, 0);
  took(400, 0);
  expect(rows()).toBe(500);
  took(500, 60_000);
  expect(rows()).toBe(20);
});

it('does not judge by a handful of rows', () => {
  const { rows, took } = pace();
  took(3, 1000);
  expect(rows()).toBe(250);
});
