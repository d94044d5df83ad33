/** How much of a known total is done, 0 to 100 without decimals; null while the total is not known. */
export const percentOf = (done: number, total: number | null): number | null =>
  total ? Math.min(100, Math.floor((done / total) * 100)) : null;
