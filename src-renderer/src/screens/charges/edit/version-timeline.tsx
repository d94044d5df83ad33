import { formatDateTime } from '../../../format/date';

export interface TimelineVersion {
  id: string;
  /** The price in one line. */
  label: string;
  from: string;
  /** Null: no end. */
  to: string | null;
  isNew: boolean;
}

interface Props {
  versions: readonly TimelineVersion[];
  /** The moment the reader stands at. */
  now: string;
}

const time = (instant: string) => Date.parse(instant);

/** Versions of one charge along a line of time, each in words and as a bar; the bars are only a picture of the words. */
export function VersionTimeline({ versions, now }: Props) {
  const moments = [time(now), ...versions.flatMap(({ from, to }) => [time(from), ...(to ? [time(to)] : [])])];
  const first = Math.min(...moments);
  const span = Math.max(Math.max(...moments) - first, 86_400_000);
  // Room at the right for what has no end.
  const end = first + span * 1.25;
  const place = (at: number) => ((at - first) / (end - first)) * 100;
  return (
    <ol aria-label="Versions" className="relative flex flex-col gap-2">
      {versions.map((version) => {
        const left = place(time(version.from));
        const right = version.to ? place(time(version.to)) : 100;
        return (
          <li key={version.id} className="flex min-w-0 flex-col gap-1">
            <p className="text-13 break-words text-secondary">
              <span className="font-medium text-ink">
                {version.isNew ? 'New version' : 'Current version'}: {version.label}
              </span>{' '}
              from {formatDateTime(version.from)} {version.to ? `until ${formatDateTime(version.to)}` : 'on'}
            </p>
            <div aria-hidden className="relative h-2.5 rounded-full bg-hover">
              <div
                className={`absolute inset-y-0 min-w-1 rounded-full ${version.isNew ? 'bg-(--series-1)' : 'bg-control'}`}
                style={{ left: `${left}%`, width: `${Math.max(right - left, 0)}%` }}
              />
              <div className="absolute -inset-y-0.5 w-0.5 bg-ink" style={{ left: `${place(time(now))}%` }} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
