import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Big } from '../big';
import { costBreakdown, costOf, costOfBuckets, type PricingTerms } from './pricing';
import { anyTerms, centsBetween, flat, pack, quantityText, rationalCost, slab, tiers, volume } from './pricing-cases';
import { roundToCurrency } from './round-to-currency';

describe('worked examples of the wire contract (6.10)', () => {
  const upTo = (...bounds: [number | null, string, string?][]) => tiers(...bounds);
  const fiftyFortyThirty = upTo([10, '50'], [20, '40'], [null, '30']);
  const cases: [string, PricingTerms, [string, string][]][] = [
    [
      'flat 100',
      flat('100'),
      [
        ['5', '500'],
        ['0', '0'],
      ],
    ],
    ['flat 0.01', flat('0.01'), [['500', '5']]],
    ['flat 0.1', flat('0.1'), [['300', '30']]],
    ['flat 0.03', flat('0.03'), [['300', '9']]],
    ['package up 50 per 10', pack('50', 10, 'up'), [['25', '150']]],
    [
      'package up 1 per 100',
      pack('1', 100, 'up'),
      [
        ['0', '0'],
        ['2', '1'],
        ['99', '1'],
        ['100', '1'],
        ['101', '2'],
        ['150', '2'],
        ['250', '3'],
        ['300', '3'],
      ],
    ],
    [
      'package down 1 per 100',
      pack('1', 100, 'down'),
      [
        ['50', '0'],
        ['250', '2'],
      ],
    ],
    ['package without round', pack('1', 100, null), [['101', '2']]],
    ['package by nothing', pack('1', 0, 'up'), [['101', '0']]],
    [
      'volume',
      volume(fiftyFortyThirty),
      [
        ['5', '250'],
        ['15', '600'],
        ['25', '750'],
        ['20', '800'],
      ],
    ],
    [
      'slab',
      slab(fiftyFortyThirty),
      [
        ['5', '250'],
        ['15', '700'],
        ['25', '1050'],
        ['20', '900'],
      ],
    ],
    [
      'slab with a free tier',
      slab(upTo([5, '0'], [10, '2'], [null, '3'])),
      [
        ['3', '0'],
        ['5', '0'],
        ['7', '4'],
        ['10', '10'],
        ['11', '13'],
        ['15', '25'],
      ],
    ],
    [
      'slab with flat amounts',
      slab(upTo([5, '0', '1'], [10, '1', '2'], [null, '2', '0'])),
      [
        ['3', '1'],
        ['7', '5'],
        ['12', '12'],
      ],
    ],
    [
      'slab of single units',
      slab(upTo([1, '10'], [2, '20'], [null, '30'])),
      [
        ['0', '0'],
        ['1', '10'],
        ['2', '30'],
        ['2.5', '45'],
        ['3', '60'],
      ],
    ],
    [
      'slab of small amounts',
      slab(upTo([1000, '.02'], [5000, '.005'], [null, '.01'])),
      [
        ['400', '8'],
        ['500', '10'],
        ['1500', '22.5'],
        ['2000', '25'],
      ],
    ],
    ['slab without an unlimited tier', slab(upTo([10, '5'], [50, '3'])), [['20', '80']]],
    ['volume without an unlimited tier', volume(upTo([10, '5'], [50, '3'])), [['20', '60']]],
    ['slab beyond the last bound', slab(upTo([10, '5'], [20, '3'])), [['25', '80']]],
    ['volume beyond the last bound', volume(upTo([10, '5'], [20, '3'])), [['25', '75']]],
    [
      'volume boundary',
      volume(upTo([1000, '.02'], [null, '.01'])),
      [
        ['1000', '20'],
        ['1000.001', '10.00001'],
      ],
    ],
    [
      'slab boundary with a flat amount',
      slab(upTo([1000, '.02'], [null, '.01', '7'])),
      [
        ['1000', '20'],
        ['1000.001', '27.00001'],
      ],
    ],
    ['tiers without a known mode', { ...slab(fiftyFortyThirty), tier_mode: 'GRADED' }, [['5', '0']]],
    ['no tiers', slab([]), [['5', '0']]],
  ];
  test.each(cases)('%s', (_name, terms, expected) => {
    for (const [quantity, cost] of expected) expect([quantity, costOf(terms, quantity)]).toEqual([quantity, cost]);
  });

  const small = upTo([10, '.10'], [20, '.05'], [null, '.02']);
  const buckets: [string, PricingTerms, string[], string][] = [
    ['flat', flat('0.10'), ['9', '10'], '1.9'],
    ['flat with empty buckets', flat('0.10'), ['0', '5', '0'], '0.5'],
    ['no bucket', flat('0.10'), [], '0'],
    ['package', pack('1', 10, 'up'), ['9', '10'], '2'],
    ['package 5 per 100', pack('5', 100, 'up'), ['50', '150', '200', '99'], '30'],
    ['slab', slab(small), ['9', '15'], '2.15'],
    ['volume', volume(small), ['9', '15'], '1.65'],
    ['per-group slab', slab(upTo([10, '1'], [null, '2'])), ['3', '12'], '17'],
    ['per-group volume', volume(small), ['5', '15'], '1.25'],
    ['zero buckets still pay the flat amount', slab(upTo([10, '0', '2'], [null, '1'])), ['0', '1', '0'], '6'],
  ];
  test.each(buckets)('buckets: %s', (_name, terms, quantities, cost) => {
    expect(costOfBuckets(terms, quantities)).toBe(cost);
  });

  test('a line is rounded to its currency, half away from zero', () => {
    expect(roundToCurrency(costOf(flat('0.50'), '123.456'), 'usd')).toBe('61.73');
    expect(roundToCurrency(costOf(flat('10.5'), '50'), 'jpy')).toBe('525');
    expect(roundToCurrency('0.5', 'JPY')).toBe('1');
    expect(roundToCurrency('-0.5', 'jpy')).toBe('-1');
    expect(roundToCurrency('0.0005', 'kwd')).toBe('0.001');
    expect(roundToCurrency('0.00005', 'clf')).toBe('0.0001');
  });

  test('the breakdown names unit costs and the tier', () => {
    expect(costBreakdown(pack('50', 10, 'up'), '25')).toEqual({
      cost: '150',
      effective_unit_cost: '6',
      tier_unit_amount: '5',
      selected_tier_index: -1,
    });
    expect(costBreakdown(pack('50', 10, 'up'), '0')).toMatchObject({ effective_unit_cost: '0', tier_unit_amount: '5' });
    expect(costBreakdown(flat('3.50'), '0')).toMatchObject({ effective_unit_cost: '3.5', tier_unit_amount: '3.5' });
    expect(costBreakdown(volume(fiftyFortyThirty), '15')).toEqual({
      cost: '600',
      effective_unit_cost: '40',
      tier_unit_amount: '40',
      selected_tier_index: 1,
    });
    expect(costBreakdown(slab(fiftyFortyThirty), '20')).toMatchObject({
      effective_unit_cost: '45',
      selected_tier_index: 1,
    });
    expect(costBreakdown(slab(fiftyFortyThirty), '0')).toMatchObject({ cost: '0', selected_tier_index: -1 });
  });
});

describe('properties', () => {
  test('any price costs what plain rational arithmetic says', () => {
    fc.assert(
      fc.property(anyTerms, quantityText, (terms, quantity) => {
        expect(costOf(terms, quantity)).toBe(quantity === '0' ? '0' : rationalCost(terms, quantity));
      }),
      { numRuns: 1000 },
    );
  });

  test('the order of tiers and trailing zeros make no difference', () => {
    fc.assert(
      fc.property(anyTerms, quantityText, fc.nat(), (terms, quantity, turn) => {
        const given = terms.tiers ?? [];
        const bounds = new Set(given.map((tier) => tier.up_to));
        fc.pre(bounds.size === given.length);
        const shift = turn % Math.max(given.length, 1);
        const turned = { ...terms, tiers: [...given.slice(shift), ...given.slice(0, shift)] };
        expect(costOf(turned, quantity)).toBe(costOf(terms, quantity));
        const padded = quantity.includes('.') ? `${quantity}00` : `${quantity}.00`;
        expect(costOf(terms, padded)).toBe(costOf(terms, quantity));
      }),
    );
  });

  test('flat fees are linear', () => {
    fc.assert(
      fc.property(centsBetween(0, 100_000), quantityText, quantityText, (amount, a, b) => {
        const parts = new Big(costOf(flat(amount), a)).plus(costOf(flat(amount), b));
        expect(costOf(flat(amount), new Big(a).plus(b).toFixed())).toBe(parts.toFixed());
      }),
    );
  });

  test('slab and package costs never drop when the quantity rises', () => {
    fc.assert(
      fc.property(anyTerms, quantityText, quantityText, (terms, a, b) => {
        fc.pre(terms.tier_mode !== 'VOLUME');
        const [low, high] = new Big(a).lte(b) ? [a, b] : [b, a];
        expect(new Big(costOf(terms, low)).lte(costOf(terms, high))).toBe(true);
      }),
    );
  });

  test('a slab cost of whole units is the sum of the price of each unit', () => {
    fc.assert(
      fc.property(anyTerms, fc.integer({ min: 1, max: 60 }), (terms, units) => {
        const sorted = [...(terms.tiers ?? [])].sort((a, b) => (a.up_to ?? 1e9) - (b.up_to ?? 1e9));
        const noFlats = slab(sorted.map((tier) => ({ ...tier, flat_amount: null })));
        let sum = new Big('0');
        for (let unit = 1; unit <= units; unit++) {
          sum = sum.plus(sorted.find((tier) => tier.up_to === null || unit <= tier.up_to)?.unit_amount ?? '0');
        }
        expect(costOf(noFlats, String(units))).toBe(sum.toFixed());
      }),
    );
  });

  test('a package costs the same up to its bound and one package more beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 50 }), (size, count) => {
        const price = pack('7', size, 'up');
        expect(costOf(price, String(size * count))).toBe(String(7 * count));
        expect(costOf(price, `${size * count}.001`)).toBe(String(7 * (count + 1)));
        expect(costOf(pack('7', size, 'down'), String(size * count - 1))).toBe(String(7 * (count - 1)));
      }),
    );
  });
});
