import { useEffect, useState } from 'react';

/** What takes less than this is not worth a flicker. */
const quietMs = 300;

/** True once something has been going on for longer than a person minds. */
export function useDimmed(isBusy: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isBusy) return setLate(false);
    const timer = setTimeout(() => setLate(true), quietMs);
    return () => clearTimeout(timer);
  }, [isBusy]);
  return isBusy && isLate;
}
