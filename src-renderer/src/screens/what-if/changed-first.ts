import type { WhatIfTotal } from '@shared/entities/what-if';

/** The currencies in which something changes come first. */
export const changedFirst = <T extends Pick<WhatIfTotal, 'difference' | 'pays_more' | 'pays_less'>>(
  totals: readonly T[],
): T[] => {
  const isSame = ({ difference, pays_more, pays_less }: T) => difference === '0' && pays_more + pays_less === 0;
  return totals.toSorted((a, b) => Number(isSame(a)) - Number(isSame(b)));
};
