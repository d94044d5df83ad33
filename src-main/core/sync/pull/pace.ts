/** How long a step of a pull is to hold up another call, in milliseconds. */
const stepMs = 25;
const fewestRows = 20;
const mostRows = 384;
/** Rows that go into one statement: what is left over takes several short ones, of which each costs as much. */
const blockOfRows = 128;

/** The least whole blocks that so many rows fill. */
export const wholeBlocks = (rows: number): number => Math.ceil(rows / blockOfRows) * blockOfRows;

/** How many rows are taken over in one step: as many as the last ones let expect to be done in time. */
export interface Pace {
  rows(): number;
  /** Tells what a step took, in milliseconds. */
  took(rows: number, ms: number): void;
}

export function pace(): Pace {
  let next = blockOfRows;
  return {
    rows: () => next,
    took(rows, ms) {
      // A few rows tell little of many.
      if (rows < fewestRows) return;
      const inTime = Math.floor((rows * stepMs) / Math.max(ms, 1));
      // One step that went fast by chance is no reason for a very long one.
      const most = Math.min(Math.max(inTime, fewestRows), next * 2, mostRows);
      next = most < blockOfRows ? most : most - (most % blockOfRows);
    },
  };
}
