import { expect, test } from 'vitest';
import type { PartCharge } from './report-dimension';
import { costsByCurrency } from './report-groups';

/** A charge of which only its currency, its events and its cost matter here. */
const charge = (currency: string, event_count: number, cost: bigint) =>
  ({ price: { currency }, settlement: { event_count, cost } }) as PartCharge;

test('the currency with the most events is first, of equals by its code, in whatever order charges come', () => {
  const charges = [charge('usd', 2, 0n), charge('jpy', 2, 0n), charge('eur', 9, 1n), charge('usd', 0, 0n)];
  const inOrder = [
    { currency: 'eur', cost: 1n },
    { currency: 'jpy', cost: 0n },
    { currency: 'usd', cost: 0n },
  ];
  expect(costsByCurrency(charges)).toEqual(inOrder);
  expect(costsByCurrency(charges.toReversed())).toEqual(inOrder);
});
