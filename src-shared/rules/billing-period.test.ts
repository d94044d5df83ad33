import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billingPeriods } from '../entities/price';
import { toInstant } from '../instant';
import { currentPeriod, type Terms } from './billing-period';

const from = (start_date: string, billing_period: Terms['billing_period'], more: Partial<Terms> = {}): Terms => ({
  start_date: at(start_date),
  end_date: null,
  cancelled_at: null,
  billing_period,
  billing_period_count: 1,
  ...more,
});
const at = (text: string) => (text.length === 10 ? `${text}T00:00:00.000Z` : text);

test.each<[string, Terms, string, string, string | null]>([
  ['monthly, on its first day', from('2026-01-05', 'MONTHLY'), '2026-01-05', '2026-01-05', '2026-02-05'],
  ['monthly, the instant before it turns', from('2026-01-05', 'MONTHLY'), '2026-02-04', '2026-01-05', '2026-02-05'],
  ['monthly, as it turns', from('2026-01-05', 'MONTHLY'), '2026-02-05', '2026-02-05', '2026-03-05'],
  ['from January 31 in February', from('2026-01-31', 'MONTHLY'), '2026-02-10', '2026-01-31', '2026-02-28'],
  ['from January 31, back to the 31st', from('2026-01-31', 'MONTHLY'), '2026-03-01', '2026-02-28', '2026-03-31'],
  ['from January 31 in a leap year', from('2028-01-31', 'MONTHLY'), '2028-02-29', '2028-02-29', '2028-03-31'],
  ['from February 29, yearly', from('2024-02-29', 'ANNUAL'), '2026-06-01', '2026-02-28', '2027-02-28'],
  ['from February 29, four years on', from('2024-02-29', 'ANNUAL'), '2028-03-01', '2028-02-29', '2029-02-28'],
  ['quarterly from November 30', from('2025-11-30', 'QUARTERLY'), '2026-03-15', '2026-02-28', '2026-05-30'],
  ['half-yearly from August 31', from('2025-08-31', 'HALF_YEARLY'), '2026-03-01', '2026-02-28', '2026-08-31'],
  ['weekly', from('2026-01-01', 'WEEKLY'), '2026-01-20', '2026-01-15', '2026-01-22'],
  ['daily', from('2026-01-01', 'DAILY'), '2026-01-20', '2026-01-20', '2026-01-21'],
  [
    'every two months',
    from('2026-01-31', 'MONTHLY', { billing_period_count: 2 }),
    '2026-04-15',
    '2026-03-31',
    '2026-05-31',
  ],
  [
    'every ten days',
    from('2026-01-01', 'DAILY', { billing_period_count: 10 }),
    '2026-01-21',
    '2026-01-21',
    '2026-01-31',
  ],
  ['before it starts', from('2026-01-05', 'MONTHLY'), '2025-06-01', '2026-01-05', '2026-02-05'],
  [
    'the last one, cut by the end date',
    from('2026-01-05', 'MONTHLY', { end_date: at('2026-02-20') }),
    '2026-02-10',
    '2026-02-05',
    '2026-02-20',
  ],
  [
    'long after the end date',
    from('2026-01-05', 'MONTHLY', { end_date: at('2026-02-05') }),
    '2026-12-01',
    '2026-01-05',
    '2026-02-05',
  ],
  [
    'as it stood when it was cancelled',
    from('2026-01-05', 'MONTHLY', { cancelled_at: at('2026-02-20') }),
    '2026-12-01',
    '2026-02-05',
    '2026-03-05',
  ],
  [
    'cancelled as it started',
    from('2026-01-05', 'MONTHLY', { cancelled_at: at('2026-01-05') }),
    '2026-12-01',
    '2026-01-05',
    '2026-02-05',
  ],
  ['one time', from('2026-01-05', 'ONETIME'), '2026-12-01', '2026-01-05', null],
  [
    'a period longer than time',
    from('2026-01-05', 'ANNUAL', { billing_period_count: 2 ** 52 }),
    '2026-12-20',
    '2026-01-05',
    '9999-12-31T23:59:59.999Z',
  ],
  [
    'a day count longer than time',
    from('2026-01-05', 'WEEKLY', { billing_period_count: 2 ** 52 }),
    '2026-12-20',
    '2026-01-05',
    '9999-12-31T23:59:59.999Z',
  ],
  ['at the end of time', from('9999-12-15', 'MONTHLY'), '9999-12-20', '9999-12-15', '9999-12-31T23:59:59.999Z'],
])('%s', (_case, terms, now, start, end) => {
  expect(currentPeriod(terms, at(now))).toEqual({
    current_period_start: at(start),
    current_period_end: end === null ? null : at(end),
  });
});

const instant = fc
  .integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: Date.parse('9000-01-01T00:00:00Z') })
  .map(toInstant);
const anyTerms = fc.record({
  start_date: instant,
  end_date: fc.constant(null),
  cancelled_at: fc.constant(null),
  billing_period: fc.constantFrom(...billingPeriods.filter((period) => period !== 'ONETIME')),
  billing_period_count: fc.integer({ min: 1, max: 24 }),
});

test('a moment after the start lies in its period, and the next period starts where it ends', () => {
  fc.assert(
    fc.property(anyTerms, fc.integer({ min: 0, max: 20_000 }), (terms, days) => {
      const now = toInstant(Date.parse(terms.start_date) + days * 86_400_000);
      const { current_period_start, current_period_end } = currentPeriod(terms, now);
      expect(current_period_start <= now).toBe(true);
      expect(current_period_end !== null && now < current_period_end).toBe(true);
      expect(currentPeriod(terms, current_period_end ?? '').current_period_start).toBe(current_period_end);
      expect(currentPeriod(terms, current_period_start).current_period_start).toBe(current_period_start);
    }),
  );
});

test('months turn over on the day of the start or on the last day of a shorter month, at the same time of day', () => {
  fc.assert(
    fc.property(anyTerms, fc.integer({ min: 0, max: 20_000 }), (terms, days) => {
      const start = new Date(terms.start_date);
      const now = toInstant(start.getTime() + days * 86_400_000);
      const turned = new Date(currentPeriod(terms, now).current_period_start);
      expect(turned.toISOString().slice(11)).toBe(start.toISOString().slice(11));
      if (['DAILY', 'WEEKLY'].includes(terms.billing_period)) return;
      const lastDay = new Date(0);
      lastDay.setUTCFullYear(turned.getUTCFullYear(), turned.getUTCMonth() + 1, 0);
      expect(turned.getUTCDate()).toBe(Math.min(start.getUTCDate(), lastDay.getUTCDate()));
    }),
  );
});
