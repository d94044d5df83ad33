import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addTier,
  hasTierErrors,
  insertTierAfter,
  newTierRows,
  pastedTiers,
  removeTier,
  setTierCell,
  type TierRow,
  tierErrors,
  tierFrom,
  tierRowsOf,
  tiersOf,
} from './tier-rows';

const shown = (rows: readonly TierRow[]) => rows.map((row, index) => [tierFrom(rows, index), row.up_to]);
const plain = (text: string) => (/^-?\d+(\.\d+)?$/.test(text.replaceAll(',', '')) ? text.replaceAll(',', '') : null);
const table = (...bounds: (number | null)[]) =>
  tierRowsOf(bounds.map((up_to) => ({ up_to, unit_amount: '1', flat_amount: null })));

test('a new table is 0 to 1 and everything above', () => {
  expect(shown(newTierRows())).toEqual([
    ['0', '1'],
    ['1', null],
  ]);
});

test('Add Tier bounds the old last row one above its start and appends an unlimited one', () => {
  expect(shown(addTier(table(10, null)))).toEqual([
    ['0', '10'],
    ['10', '11'],
    ['11', null],
  ]);
});

test('Add Tier after a bounded last row only appends', () => {
  expect(shown(addTier(table(10, 50)))).toEqual([
    ['0', '10'],
    ['10', '50'],
    ['50', null],
  ]);
});

test('Enter inside the table makes room for a bound that is still to be typed', () => {
  const rows = insertTierAfter(table(10, 20, null), 0);
  expect(shown(rows)).toEqual([
    ['0', '10'],
    ['10', ''],
    ['', '20'],
    ['20', null],
  ]);
  expect(tierErrors(rows)[1]?.up_to).toBe('Enter where this tier ends');
});

test('removing any row rejoins its neighbours and leaves the last one unlimited', () => {
  const rows = table(10, 20, null);
  expect(shown(removeTier(rows, rows[1]?.id ?? 0))).toEqual([
    ['0', '10'],
    ['10', null],
  ]);
  expect(shown(removeTier(rows, rows[2]?.id ?? 0))).toEqual([
    ['0', '10'],
    ['10', null],
  ]);
  expect(shown(removeTier(rows, rows[0]?.id ?? 0))).toEqual([
    ['0', '20'],
    ['20', null],
  ]);
  const one = table(null);
  expect(removeTier(one, one[0]?.id ?? 0)).toEqual(one);
});

test('a bounded last row of a stored price stays bounded when another row goes', () => {
  const rows = table(10, 50);
  expect(shown(removeTier(rows, rows[0]?.id ?? 0))).toEqual([['0', '50']]);
});

test('whatever is added and removed, tiers meet, rise and end unlimited', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let rows = newTierRows();
      for (const { kind, at } of steps) {
        const row = rows[at % rows.length];
        if (kind === 'add') rows = addTier(rows);
        else if (row) rows = removeTier(rows, row.id);
        for (const { id } of rows) rows = setTierCell(rows, id, 'unit_amount', '0.5');
        expect(hasTierErrors(rows)).toBe(false);
        expect(rows.at(-1)?.up_to).toBeNull();
        expect(rows.slice(0, -1).every((one) => one.up_to !== null)).toBe(true);
      }
    }),
  );
});

describe('errors', () => {
  test.each([
    ['10.5', 'Up to must be a whole number'],
    ['ten', 'Up to must be a whole number'],
    ['0', 'Up to must be a whole number'],
    ['10', 'Up to must be more than 10'],
    ['9', 'Up to must be more than 10'],
    ['11', undefined],
  ])('a second bound of %s after 10: %s', (text, message) => {
    const rows = table(10, 20, null);
    expect(tierErrors(setTierCell(rows, rows[1]?.id ?? 0, 'up_to', text))[1]?.up_to).toBe(message);
  });

  test.each([
    ['unit_amount', '', 'Enter the price per unit'],
    ['unit_amount', 'abc', 'Please enter a number'],
    ['unit_amount', '-1', 'Unit amount cannot be negative'],
    ['flat_amount', '-0.5', 'Flat amount cannot be negative'],
    ['flat_amount', '', undefined],
    ['unit_amount', '0.000000000000001', undefined],
    ['unit_amount', '0.0000000000000010', undefined],
    ['unit_amount', '0.0000000000000001', 'Please enter a number of at most 15 digits before and 15 after the point'],
    ['flat_amount', '1234567890123456', 'Please enter a number of at most 15 digits before and 15 after the point'],
  ] as const)('%s of "%s": %s', (cell, text, message) => {
    const rows = table(10, null);
    expect(tierErrors(setTierCell(rows, rows[0]?.id ?? 0, cell, text))[0]?.[cell]).toBe(message);
  });
});

describe('pasting', () => {
  test('four columns, with headings and an unlimited end', () => {
    const rows = pastedTiers('From\tUp to\tPer unit price\tFlat fee\n0\t1,000\t0.02\t0\n1000\t∞\t$0.01\t5\n', plain);
    expect(rows && tiersOf(rows)).toEqual([
      { up_to: 1000, unit_amount: '0.02', flat_amount: null },
      { up_to: null, unit_amount: '0.01', flat_amount: '5' },
    ]);
  });

  test('three columns have no From; two have only a bound and a price', () => {
    expect(pastedTiers('10\t1\t2\n\t3\t0', plain)?.map((row) => row.up_to)).toEqual(['10', null]);
    expect(pastedTiers('10\t1\n20\t2', plain)?.map((row) => row.up_to)).toEqual(['10', '20']);
  });

  test.each([['just text'], ['12.5'], ['a\tb\nc\td'], ['1\t2\t3\t4\t5'], ['1\t2\n3']])(
    '%j is a plain paste',
    (text) => {
      expect(pastedTiers(text, plain)).toBeNull();
    },
  );
});

test('stored tiers open in pricing order and come back as they were, all 15 decimals of them', () => {
  const tiers = [
    { up_to: null, unit_amount: '0.000000000000001', flat_amount: null },
    { up_to: 5000, unit_amount: '0.005', flat_amount: '7.5' },
  ];
  expect(tiersOf(tierRowsOf(tiers))).toEqual([tiers[1], tiers[0]]);
});
