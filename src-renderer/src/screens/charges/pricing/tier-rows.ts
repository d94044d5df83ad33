import type { Tier } from '@shared/entities/price';
import { type PricingTier, sortedTiers } from '@shared/rules/pricing';
import { amountError, isNumber, wholeNumber } from './decimal-text';

/** One row of the tier table as typed. It starts where the row above ends, so removing a row leaves no hole. */
export interface TierRow {
  id: number;
  /** Inclusive bound; null is unlimited (∞), which only the last row is. */
  up_to: string | null;
  unit_amount: string;
  flat_amount: string;
}

export type TierCell = 'up_to' | 'unit_amount' | 'flat_amount';

let lastId = 0;
const row = (up_to: string | null, unit_amount = '', flat_amount = '0'): TierRow => ({
  id: ++lastId,
  up_to,
  unit_amount,
  flat_amount,
});

/** The table of a new tiered price: 0 to 1, and everything above. */
export const newTierRows = (): TierRow[] => [row('1'), row(null)];

/** A stored price's tiers as rows, in the order in which they are priced. */
export const tierRowsOf = (tiers: readonly Tier[]): TierRow[] =>
  sortedTiers(tiers).map((tier) =>
    row(tier.up_to === null ? null : String(tier.up_to), tier.unit_amount, tier.flat_amount ?? '0'),
  );

/** Where a row starts: the bound of the row above. */
export const tierFrom = (rows: readonly TierRow[], index: number): string =>
  index === 0 ? '0' : (rows[index - 1]?.up_to ?? '');

export const setTierCell = (rows: readonly TierRow[], id: number, cell: TierCell, text: string): TierRow[] =>
  rows.map((one) => (one.id === id ? { ...one, [cell]: text } : one));

/** A row after the last: the old last one gets a bound one above its start, the new one is unlimited. */
export function addTier(rows: readonly TierRow[]): TierRow[] {
  const last = rows.at(-1);
  if (!last) return [row(null)];
  if (last.up_to !== null) return [...rows, row(null)];
  const start = wholeNumber(tierFrom(rows, rows.length - 1), 0) ?? 0;
  return [...rows.slice(0, -1), { ...last, up_to: String(start + 1) }, row(null)];
}

/** A row after the given one, as Enter makes it; its bound is still to be typed unless it is the last. */
export function insertTierAfter(rows: readonly TierRow[], index: number): TierRow[] {
  if (index >= rows.length - 1) return addTier(rows);
  return [...rows.slice(0, index + 1), row(''), ...rows.slice(index + 1)];
}

/** Without a row: its neighbours meet, and whatever is last then is unlimited. The only row stays. */
export function removeTier(rows: readonly TierRow[], id: number): TierRow[] {
  if (rows.length <= 1) return [...rows];
  const wasUnlimited = rows.at(-1)?.up_to === null;
  const left = rows.filter((one) => one.id !== id);
  const last = left.at(-1);
  return last && wasUnlimited ? [...left.slice(0, -1), { ...last, up_to: null }] : left;
}

const unlimitedWords = ['', '∞', 'inf', 'infinity', 'unlimited', 'null', '+', '-'];

/**
 * A block copied from a spreadsheet as rows: From, Up to, Per unit price, Flat fee; without From when there are three
 * columns, and without both when there are two. Null when the text is no such block (then it is a plain paste).
 */
export function pastedTiers(text: string, readNumber: (text: string) => string | null): TierRow[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const cells = lines.map((line) => line.split('\t').map((cell) => cell.trim()));
  const width = cells[0]?.length ?? 0;
  if (width < 2 || width > 4 || cells.some((line) => line.length !== width)) return null;
  const rows = cells.map((line) => {
    const [bound = '', unit = '', flat = '0'] = width === 4 ? line.slice(1) : line;
    const amount = readNumber(unit.replace(/[^\d.,\-\s'’]/g, ''));
    const isUnlimited = unlimitedWords.includes(bound.toLowerCase());
    const up_to = isUnlimited ? null : readNumber(bound);
    if (amount === null || (up_to === null && !isUnlimited)) return null;
    return row(up_to, amount, readNumber(flat.replace(/[^\d.,\-\s'’]/g, '')) ?? '0');
  });
  // The first line may be the headings.
  const body = rows[0] === null ? rows.slice(1) : rows;
  const known = body.filter((one) => one !== null);
  if (known.length === 0 || known.length !== body.length) return null;
  // Only the last row is unlimited: an empty bound further up is one still to be typed.
  return known.map((one, index) => (one.up_to === null && index < known.length - 1 ? { ...one, up_to: '' } : one));
}

export type TierErrors = Partial<Record<TierCell, string>>;

/** What is wrong with each row, in the wire contract's words where it has some (3.3). */
export function tierErrors(rows: readonly TierRow[]): TierErrors[] {
  return rows.map((one, index) => {
    const errors: TierErrors = {};
    const bound = boundError(rows, index);
    if (bound) errors.up_to = bound;
    const unit = amountError(one.unit_amount, {
      missing: 'Enter the price per unit',
      negative: 'Unit amount cannot be negative',
    });
    if (unit) errors.unit_amount = unit;
    // An empty flat fee is none.
    if (one.flat_amount.trim() !== '') {
      const flat = amountError(one.flat_amount, { missing: '', negative: 'Flat amount cannot be negative' });
      if (flat) errors.flat_amount = flat;
    }
    return errors;
  });
}

function boundError(rows: readonly TierRow[], index: number): string | null {
  const text = rows[index]?.up_to ?? null;
  if (text === null) return null;
  if (text.trim() === '') return 'Enter where this tier ends';
  const bound = wholeNumber(text, 1);
  if (bound === null) return 'Up to must be a whole number';
  const from = wholeNumber(tierFrom(rows, index), 0);
  return from !== null && bound <= from ? `Up to must be more than ${from}` : null;
}

export const hasTierErrors = (rows: readonly TierRow[]): boolean =>
  tierErrors(rows).some((errors) => Object.keys(errors).length > 0);

/** The rows as the wire's tiers. Only for rows without errors. */
export const tiersOf = (rows: readonly TierRow[]): PricingTier[] =>
  rows.map((one) => ({
    up_to: one.up_to === null ? null : Number(one.up_to),
    unit_amount: one.unit_amount.trim(),
    flat_amount:
      isNumber(one.flat_amount) && !/^-?0*(\.0*)?$/.test(one.flat_amount.trim()) ? one.flat_amount.trim() : null,
  }));
