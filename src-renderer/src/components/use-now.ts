import { calendarOf } from '@shared/rules/windows';
import { useEffect, useState } from 'react';

/** A timer does not count the time a machine sleeps, so the clock is looked at this often. */
const longestWaitMs = 60_000;

/**
 * A moment of today, by the days of a zone. Time goes on, but a question that changes every moment would never be
 * answered: it stays the same moment until the zone's next day begins.
 */
export function useNow(zone: string): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const { dayOf, dayStart } = calendarOf(zone);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const at = Date.now();
      setNow((known) => (dayOf(known) === dayOf(at) ? known : at));
      clearTimeout(timer);
      timer = setTimeout(look, Math.min(dayStart(dayOf(at) + 1) - at, longestWaitMs));
    };
    look();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [zone]);
  return now;
}
