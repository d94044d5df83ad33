/** What a digit of the table's text is wide, bold ones too, in rem. */
const digitRem = 0.56;
/** The padding of a cell. */
const paddingRem = 1.5;
/** Signs of a currency beside the digits. */
const currencySigns = 3;

/**
 * The least width in rem of a column in which these amounts (exact decimals) are written in full, with room for what
 * stands beside them: an amount may have twenty decimals, and one that is too long would lie over its neighbour.
 */
export function amountWidth(
  amounts: readonly string[],
  { least, beside = 0 }: { least: number; beside?: number },
): number {
  let most = 0;
  for (const amount of amounts) {
    const [whole = ''] = amount.split('.');
    most = Math.max(most, amount.length + Math.floor((whole.length - 1) / 3));
  }
  const needed = (most + currencySigns) * digitRem + paddingRem + beside;
  return Math.max(least, Math.ceil(needed * 4) / 4);
}
