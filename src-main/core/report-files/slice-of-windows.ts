import type { Question } from '../reports/question';

/** A question about `count` windows of another one, beginning with the `first`: what is told in them there. */
export function sliceOfWindows(whole: Question, first: number, count: number): Question {
  const { windows, from, to } = whole;
  // Weeks and months may begin before the range does.
  const startOf = (index: number) => Math.max(from, windows[index] ?? to);
  const next = first + count;
  return {
    ...whole,
    from: startOf(first),
    to: startOf(next),
    windows: windows.slice(first, next),
    ofRange: { from, to },
  };
}
