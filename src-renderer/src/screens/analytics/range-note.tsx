import type { RangePreset } from '../../components/date-range-picker';
import { formatDay, formatDays } from '../../format/date';
import { newestRange } from './range-presets';

interface Props {
  range: RangePreset;
  /** What is wrong with the range in the address; null when nothing is. */
  misread: string | null;
  /** Whether the range was chosen, rather than shown by itself. */
  isChosen: boolean;
}

/** Why these days are shown, where nobody chose them. */
export function RangeNote({ range, misread, isChosen }: Props) {
  if (misread !== null) {
    return (
      <p role="status" className="text-13 text-secondary">
        {misread} Shown instead: {formatDays(range)}.
      </p>
    );
  }
  if (isChosen || range.id !== newestRange) return null;
  return (
    <p className="text-13 text-secondary">
      The newest usage is of {formatDay(range.to)}, so these are the 30 days up to then.
    </p>
  );
}
