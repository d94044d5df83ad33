import type { Ledger } from './ledger';

/** A calendar day as the question sees it. */
export interface Day {
  number: number;
  start: number;
  end: number;
  /** The part of it inside the range. */
  from: number;
  to: number;
  isPartial: boolean;
  window: number;
}

/** Looks days up, each computed once. */
export function dayFinder({ question, windowOf }: Ledger): (day: number) => Day {
  const { calendar } = question;
  const known = new Map<number, Day>();
  return (number) => {
    let day = known.get(number);
    if (!day) {
      const start = calendar.dayStart(number);
      const end = calendar.dayStart(number + 1);
      const from = Math.max(start, question.from);
      const to = Math.min(end, question.to);
      day = { number, start, end, from, to, isPartial: from > start || to < end, window: windowOf(from) };
      known.set(number, day);
    }
    return day;
  };
}
