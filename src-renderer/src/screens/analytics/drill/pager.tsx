import { Button } from '../../../components/button';
import { formatCount } from '../../../format/quantity';

interface Props {
  offset: number;
  size: number;
  total: number;
  onOffset(offset: number): void;
}

/** Where the last page begins. */
export const lastOffset = (total: number, size: number): number => Math.max(0, Math.ceil(total / size) - 1) * size;

/** Goes through what does not fit one page; nothing where all of it does. */
export function Pager({ offset, size, total, onOffset }: Props) {
  if (total <= size) return null;
  const last = Math.min(total, offset + size);
  return (
    <div className="flex items-center justify-end gap-2 text-13 text-secondary">
      <span role="status">
        {formatCount(offset + 1)} to {formatCount(last)} of {formatCount(total)}
      </span>
      <Button isDisabled={offset === 0} onPress={() => onOffset(Math.max(0, offset - size))}>
        Previous
      </Button>
      <Button isDisabled={last >= total} onPress={() => onOffset(offset + size)}>
        Next
      </Button>
    </div>
  );
}
