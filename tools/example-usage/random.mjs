/**
 * A small, fast source of random numbers that gives the same ones for the same seed on every machine (sfc32).
 * @param {number} seed
 */
export function randomSource(seed) {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162 ^ seed;
  let counter = 1;
  const bits = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 20; warmUp += 1) bits();
  const next = () => bits() / 2 ** 32;
  return {
    /** 32 random bits. */
    bits,
    /** From 0 up to, not including, 1. */
    next,
    /** From 0 up to 1, mostly small: a few events are far bigger than the rest. */
    skewed: () => next() ** 3,
    /**
     * One of a list.
     * @template T
     * @param {readonly T[]} list
     * @returns {T}
     */
    of: (list) => /** @type {T} */ (list[Math.floor(next() * list.length)]),
  };
}
