import { expect, test } from 'vitest';
import { usageText } from './plan-outcome';

const touched = { customers_gaining: 0, customers_losing: 0, customers_left_out: 0, left_out_until: null };

test('what stays uncharged is told with why and what can be done, and nothing else is claimed of it', () => {
  expect(usageText(touched, 'UTC')).toBe('No usage that is here already is concerned.');
  const left = { ...touched, customers_left_out: 3, left_out_until: '2026-03-10T12:00:00.000Z' };
  const told = usageText(left, 'Europe/Berlin');
  expect(told).toMatch(/^Usage of 3 customers before Mar 10, 2026, 1:00 PM.* stays uncharged: /);
  expect(told).toMatch(/To charge it, put them on a plan with a charge that covers those days\.$/);
  expect(usageText({ ...left, customers_gaining: 1 }, 'UTC')).toMatch(
    /^Usage of 1 customer that is here already becomes priced by it\. Usage of 3 customers/,
  );
});
