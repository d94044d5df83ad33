/** One kind of what is kept ready. */
export interface Chore {
  /** Somebody else has written: what was found missing may be something else now. */
  forget(): void;
  /** Looks for what is missing until `performance.now()` is that; answers whether it has looked at all there is. */
  look(until: number): boolean;
  /** The environment that the next step is about; null when nothing is missing. Looks on to the end first. */
  next(): string | null;
  /** A step, part of a transaction. */
  step(): void;
}

/** Of a chore whose looks are short at any size. */
export const looksAtOnce = (): boolean => true;
