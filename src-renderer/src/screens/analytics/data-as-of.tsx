import { Clock } from 'lucide-react';
import { Chip } from '../../components/chip';
import { formatDateTime } from '../../format/date';

const dayLength = 24 * 60 * 60 * 1000;

/** When the newest usage came in; amber once that is more than a day ago. */
export function DataAsOf({ at, zone, now }: { at: string | null; zone: string; now: number }) {
  if (at === null) return null;
  const text = `Data as of ${formatDateTime(at, { zone })}`;
  if (now - Date.parse(at) <= dayLength) return <span className="text-13 text-muted">{text}</span>;
  return (
    <Chip kind="pending" icon={<Clock aria-hidden size={14} />}>
      {text}, more than a day old
    </Chip>
  );
}
