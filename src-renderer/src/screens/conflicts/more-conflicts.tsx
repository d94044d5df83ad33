import { Button } from '../../components/button';
import { formatCount } from '../../format/quantity';
import { mostShown } from './use-conflicts';

interface Props {
  shown: number;
  total: number;
  onMore(): void;
}

/** How many conflicts follow after those that are shown, and a way to them. */
export function MoreConflicts({ shown, total, onMore }: Props) {
  if (total <= shown) return null;
  const isFull = shown >= mostShown;
  return (
    <div className="flex flex-wrap items-center gap-3 text-14 text-secondary">
      <span role="status">
        {formatCount(shown)} of {formatCount(total)} conflicts are shown.
        {isFull && ' The others follow as these are decided.'}
      </span>
      {!isFull && <Button onPress={onMore}>Show more</Button>}
    </div>
  );
}
