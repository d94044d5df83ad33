import { useEffect, useState } from 'react';
import { formatDateTime } from '../format/date';
import { formatRelative } from '../format/relative';
import { TextWithTooltip } from './tooltip';

/** The words change by the minute at most. */
const stepMs = 30_000;

/** How long ago a moment was, kept current; the exact moment is told on hover and on focus. */
export function RelativeTime({ instant }: { instant: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <TextWithTooltip text={formatDateTime(instant)}>
      <time dateTime={instant}>{formatRelative(instant, Math.max(now, Date.now()))}</time>
    </TextWithTooltip>
  );
}
