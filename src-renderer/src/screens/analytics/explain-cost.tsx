import { Info } from 'lucide-react';

interface Props {
  /** The name of what costs this. */
  of: string;
  onPress(): void;
}

/** Opens how a cost was computed. A plain button: every row of a breakdown has one, and they have to come cheap. */
export function ExplainCost({ of, onPress }: Props) {
  const label = `How was the cost of ${of} computed?`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onPress}
      className="-my-2 inline-flex size-8 shrink-0 items-center justify-center rounded-control text-secondary hover:bg-hover hover:text-ink print:hidden"
    >
      <Info aria-hidden size={16} />
    </button>
  );
}
