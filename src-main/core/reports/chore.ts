/** One kind of what is kept ready. */
export interface Chore {
  /** Somebody else has written: what was found missing may be something else now. */
  forget(): void;
  /** The environment that the next step is about; null when nothing is missing. */
  next(): string | null;
  /** A step, part of a transaction. */
  step(): void;
}
