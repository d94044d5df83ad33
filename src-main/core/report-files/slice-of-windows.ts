import type { Question } from '../reports/ledger';

/** Some windows of a question, asked for on their own. */
export interface WindowSlice {
  question: Question;
  /** So many windows come before those that were asked for. */
  skipped: number;
}

/**
 * A question about `count` windows of another one, beginning with the `first`. A bucket is charged as a whole in the
 * window it begins in, and a commitment may be to each: so all of every bucket that reaches into these windows is read.
 * What lies before and after them goes into a window of its own each.
 */
export function sliceOfWindows(whole: Question, first: number, count: number): WindowSlice {
  const { calendar, windows, from, to } = whole;
  const startOf = (index: number) => Math.max(from, windows[index] ?? to);
  const next = first + count;
  const start = startOf(first);
  const end = startOf(next);
  const sizes = bucketSizes(whole);
  const reachFrom = Math.min(start, ...sizes.map((size) => calendar.startOf(size, start)));
  const reachTo = Math.max(end, ...sizes.map((size) => calendar.nextStart(size, end - 1)));
  const wideFirst = Math.max(
    0,
    windows.findLastIndex((at) => at <= reachFrom),
  );
  const found = windows.findIndex((at) => at >= reachTo);
  const wideNext = found === -1 ? windows.length : found;
  const skipped = wideFirst < first ? 1 : 0;
  return {
    question: {
      ...whole,
      from: startOf(wideFirst),
      to: startOf(wideNext),
      windows: [
        ...windows.slice(wideFirst, wideFirst + skipped),
        ...windows.slice(first, next),
        ...(wideNext > next ? windows.slice(next, next + 1) : []),
      ],
    },
    skipped,
  };
}

const bucketSizes = ({ prices }: Question) => [
  ...new Set(prices.flatMap(({ meter }) => meter.aggregation.bucket_size ?? [])),
];
