import type { EventSummary } from '@shared/entities/event';
import { Clock } from 'lucide-react';
import { Chip } from '../../components/chip';
import { formatDateTime } from '../../format/date';

/** Origins that are no file. */
const origins: Readonly<Record<string, string>> = { API: 'the API', sample: 'the sample' };

const dayLength = 24 * 60 * 60 * 1000;

interface Props {
  usage: Pick<EventSummary, 'ingested_at' | 'ingested_from'>;
  zone: string;
  now: number;
}

/** When the newest usage came in and where from; amber once that is more than a day ago. */
export function DataAsOf({ usage: { ingested_at: at, ingested_from: from }, zone, now }: Props) {
  if (at === null) return null;
  const origin = from && `, from ${origins[from] ?? `“${from}”`}`;
  const text = (
    <>
      Data as of {formatDateTime(at, { zone })}
      <span title={from} className="inline-block max-w-72 truncate align-bottom">
        {origin}
      </span>
    </>
  );
  if (now - Date.parse(at) <= dayLength) return <span className="text-13 text-muted">{text}</span>;
  return (
    <Chip kind="pending" icon={<Clock aria-hidden size={14} />}>
      {text}, more than a day old
    </Chip>
  );
}
