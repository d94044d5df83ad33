import type { InputOf } from '@shared/contract';
import { toInstant } from '@shared/instant';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRange } from './any-world';
import { type BuiltWorld, customerName } from './build-world';
import { timeout, tryCases } from './cases';
import { plainMeterUsage } from './plain-meter-usage';

const anyQuestion = fc.noBias(
  fc.record({
    meter: fc.integer({ min: 0, max: 4 }),
    customer: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null, freq: 2 }),
    range: anyRange,
    window_size: fc.constantFrom(
      null,
      'HOUR' as const,
      '6HOUR' as const,
      'DAY' as const,
      'WEEK' as const,
      'MONTH' as const,
    ),
    kinds: fc.constantFrom<(string[] | null)[]>(null, null, ['a'], ['a', 'c']),
    zone: fc.constantFrom('', '', 'America/New_York', 'Australia/Lord_Howe'),
    anchor: fc.constantFrom(null, '2026-01-31T00:00:00Z', '2025-12-15T13:30:00Z'),
  }),
);
type Question = typeof anyQuestion extends fc.Arbitrary<infer T> ? T : never;

const inputOf = ({ begins, meters }: BuiltWorld, question: Question): InputOf<'usage.byMeter'> => ({
  meter_id: meters[question.meter] ?? '',
  external_customer_id: question.customer === null ? '' : customerName(question.customer),
  start_time: toInstant(begins + question.range.from),
  end_time: toInstant(begins + question.range.to),
  window_size: question.window_size,
  filters: question.kinds ? { kind: question.kinds } : {},
  timezone: question.zone,
  billing_anchor: question.anchor,
});

test('usage by a meter is what raw events say', { timeout }, () =>
  tryCases(0.1, anyQuestion, async (question, built, facts) => {
    const input = inputOf(built, question);
    const { value, results } = await built.core.call('usage.byMeter', input);
    expect({ value, results }).toEqual(plainMeterUsage(facts, input));
  }),
);
