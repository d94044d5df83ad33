/** Rows of a pull that go into one statement: what is left over takes several short ones, of which each costs as much. */
const blockOfRows = 128;

/** The least whole blocks that so many rows fill. */
export const wholeBlocks = (rows: number): number => Math.ceil(rows / blockOfRows) * blockOfRows;

/** How many rows are written in one step: as many as the last ones let expect to be done in time. */
export interface Pace {
  rows(): number;
  /** Tells what a step took, in milliseconds. */
  took(rows: number, ms: number): void;
}

interface Bounds {
  /** How long a step is to hold up another call, in milliseconds. */
  ms: number;
  /** Rows of the first step. */
  first: number;
  fewest: number;
  most: number;
  /** Steps of so many rows or more are whole blocks of them. */
  block: number;
}

const ofPull: Bounds = { ms: 25, first: blockOfRows, fewest: 20, most: 384, block: blockOfRows };

/** Steps of a pull, unless other bounds are given. */
export function pace({ ms: stepMs, first, fewest, most, block }: Bounds = ofPull): Pace {
  let next = first;
  return {
    rows: () => next,
    took(rows, ms) {
      // A few rows tell little of many.
      if (rows < fewest) return;
      const inTime = Math.floor((rows * stepMs) / Math.max(ms, 1));
      // One step that went fast by chance is no reason for a very long one.
      const wanted = Math.min(Math.max(inTime, fewest), next * 2, most);
      next = wanted < block ? wanted : wanted - (wanted % block);
    },
  };
}
