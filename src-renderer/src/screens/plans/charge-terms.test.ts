import type { Price } from '@shared/entities/price';
import { describe, expect, it } from 'vitest';
import { chargeName, chargeState, compareCharges, groupCharges, isInView } from './charge-terms';

const now = '2026-03-07T00:00:00.000Z';
const past = '2026-01-01T00:00:00.000Z';
const future = '2026-06-01T00:00:00.000Z';

const priceOf = (part: Partial<Price>): Price =>
  ({
    id: 'price_1',
    amount: '1',
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    display_name: '',
    tiers: null,
    meter: null,
    group: null,
    start_date: past,
    end_date: null,
    ...part,
  }) as Price;

const groupOf = (id: string, name: string) => ({ id, name }) as NonNullable<Price['group']>;

describe('chargeState', () => {
  it.each([
    [past, null, 'active'],
    [null, null, 'active'],
    [past, future, 'active'],
    [future, null, 'upcoming'],
    [now, null, 'active'],
    [past, past, 'inactive'],
    [past, now, 'inactive'],
  ] as const)('start %s, end %s: %s', (start_date, end_date, state) => {
    expect(chargeState({ start_date, end_date }, now)).toBe(state);
  });

  it('shows upcoming charges among the current ones, ended ones only when asked', () => {
    const ended = { start_date: past, end_date: past };
    const upcoming = { start_date: future, end_date: null };
    expect(isInView(upcoming, 'current', now)).toBe(true);
    expect(isInView(ended, 'current', now)).toBe(false);
    expect(isInView(ended, 'inactive', now)).toBe(true);
    expect(isInView(ended, 'all', now)).toBe(true);
    expect(isInView(upcoming, 'active', now)).toBe(false);
  });
});

describe('chargeName', () => {
  it('falls back to what the charge measures, then to its kind', () => {
    expect(chargeName(priceOf({ display_name: 'GPU' }))).toBe('GPU');
    expect(chargeName(priceOf({ meter: { name: 'GPU hours' } as Price['meter'] }))).toBe('GPU hours');
    expect(chargeName(priceOf({ type: 'FIXED' }))).toBe('Fixed charge');
  });
});

describe('compareCharges', () => {
  const order = (prices: Price[], ...by: [Parameters<typeof compareCharges>[2], 'asc' | 'desc']) =>
    [...prices].sort((a, b) => compareCharges(a, b, ...by)).map((price) => price.display_name);

  it('orders amounts as exact numbers, a tiered one by its lowest tier', () => {
    const prices = [
      priceOf({ display_name: 'ten', amount: '10' }),
      priceOf({ display_name: 'nine', amount: '9' }),
      priceOf({ display_name: 'tiny', amount: '0.000000000000000002' }),
      priceOf({ display_name: 'tinier', amount: '0.000000000000000001' }),
      priceOf({
        display_name: 'tiered',
        amount: '0',
        billing_model: 'TIERED',
        tiers: [
          { up_to: 10, unit_amount: '12', flat_amount: null },
          { up_to: null, unit_amount: '9.5', flat_amount: null },
        ],
      }),
    ];
    expect(order(prices, 'amount', 'asc')).toEqual(['tinier', 'tiny', 'nine', 'tiered', 'ten']);
    expect(order(prices, 'amount', 'desc')).toEqual(['ten', 'tiered', 'nine', 'tiny', 'tinier']);
  });

  it('keeps charges without a group last in both directions', () => {
    const prices = [
      priceOf({ display_name: 'none' }),
      priceOf({ display_name: 'b', group: groupOf('2', 'B') }),
      priceOf({ display_name: 'a', group: groupOf('1', 'A') }),
    ];
    expect(order(prices, 'group', 'asc')).toEqual(['a', 'b', 'none']);
    expect(order(prices, 'group', 'desc')).toEqual(['b', 'a', 'none']);
  });
});

describe('groupCharges', () => {
  it('puts charges under their groups by name and the rest under No group, losing none', () => {
    const buckets = groupCharges([
      priceOf({ id: '1' }),
      priceOf({ id: '2', group: groupOf('g2', 'GPU Usage') }),
      priceOf({ id: '3', group: groupOf('g1', 'Add-ons') }),
      priceOf({ id: '4', group: groupOf('g2', 'GPU Usage') }),
    ]);
    expect(buckets.map((bucket) => [bucket.name, bucket.charges.map((price) => price.id)])).toEqual([
      ['Add-ons', ['3']],
      ['GPU Usage', ['2', '4']],
      ['No group', ['1']],
    ]);
  });

  it('tells two groups of the same name apart', () => {
    const buckets = groupCharges([
      priceOf({ id: '1', group: groupOf('a', 'Same') }),
      priceOf({ id: '2', group: groupOf('b', 'Same') }),
    ]);
    expect(buckets).toHaveLength(2);
  });
});
