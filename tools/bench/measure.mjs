/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/**
 * @param {number[]} values
 * @param {number} share from 0 to 1
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * Milliseconds of several steps that are compared. They take turns, so that a busy moment of the machine meets them all,
 * after some rounds that do not count: both sides compile and cache while they warm up.
 * @param {number} runs
 * @param {(() => Promise<unknown>)[]} steps
 * @param {number} warmUps rounds that do not count
 * @returns {Promise<number[]>} the median of each step
 */
export async function mediansInTurn(runs, steps, warmUps = 10) {
  for (let run = 0; run < warmUps; run += 1) for (const step of steps) await step();
  /** @type {number[][]} */
  const times = steps.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, step] of steps.entries()) {
      const before = performance.now();
      await step();
      times[index]?.push(performance.now() - before);
    }
  }
  return times.map(median);
}

/**
 * Two or three digits that matter.
 * @param {number} value
 */
export const rounded = (value) => Number(value.toPrecision(3));
