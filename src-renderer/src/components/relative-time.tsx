import { useEffect, useState } from 'react';
import { formatDateTime } from '../format/date';
import { formatRelative } from '../format/relative';
import { TextWithTooltip } from './tooltip';

/** The words change by the minute at most. */
const stepMs = 30_000;

/** How long ago a moment was, kept current. */
export function RelativeText({ instant }: { instant: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, []);
  return <time dateTime={instant}>{formatRelative(instant, Math.max(now, Date.now()))}</time>;
}

/** The same with the exact moment on hover and on focus. */
export function RelativeTime({ instant }: { instant: string }) {
  return (
    <TextWithTooltip text={formatDateTime(instant)}>
      <RelativeText instant={instant} />
    </TextWithTooltip>
  );
}
