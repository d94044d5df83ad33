import { amountWidth } from '../amount-width';

/** Wider than that a cost takes two lines: the panel has no more room. */
const mostRem = 14.5;

/** The width in rem of the column of costs behind a number, with room for what explains each. */
export const costWidth = (rows: readonly { total_cost: string }[]): number =>
  Math.min(
    mostRem,
    amountWidth(
      rows.map(({ total_cost }) => total_cost),
      { least: 9, beside: 2.25 },
    ),
  );
