import { useEffect, useState } from 'react';
import { lastOffset } from './pager';

interface Paged {
  offset: number;
  total_count: number;
}

/**
 * An answer whose page lies behind the end, because what was on it is gone, is not shown: the last page is asked for, and
 * what was shown stays until it is there.
 */
export function useLastPage<T extends Paged>(
  answer: T | undefined,
  size: number,
  onOffset: (offset: number) => void,
): T | undefined {
  const [shown, setShown] = useState<T>();
  const last = answer && lastOffset(answer.total_count, size);
  const isBehindEnd = answer !== undefined && last !== undefined && answer.offset > last;
  if (!isBehindEnd && answer !== shown) setShown(answer);
  useEffect(() => {
    if (isBehindEnd) onOffset(last);
  }, [isBehindEnd, last, onOffset]);
  return isBehindEnd ? shown : answer;
}
