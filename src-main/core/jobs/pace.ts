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

export function pace({ ms: stepMs, first, fewest, most, block }: Bounds): Pace {
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
