import { expect, test } from 'vitest';
import { pastStartNote } from './past-start';

test('is told of a day before today alone, where the environment is', () => {
  const now = Date.parse('2026-03-07T23:30:00Z');
  const note = 'Prices of the plan that have ended by now are not taken over.';
  expect(pastStartNote('2026-03-06', 'UTC', now)).toBe(note);
  expect(pastStartNote('2026-03-07', 'UTC', now)).toBe(null);
  expect(pastStartNote('2026-03-07', 'Europe/Berlin', now)).toBe(note);
  expect(pastStartNote('', 'UTC', now)).toBe(null);
});
