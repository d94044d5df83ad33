import type { ReactNode } from 'react';

interface Props {
  isChosen: boolean;
  onChoose(): void;
  children: ReactNode;
  /** The key that chooses it, shown at its corner. */
  letter?: string;
}

/** One side of a conflict: pressed when it is chosen, and nothing happens before that is confirmed. */
export function ChoiceButton({ isChosen, onChoose, children, letter }: Props) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={`relative flex h-full w-full min-w-0 flex-col items-start gap-1 rounded-control border py-2 pr-8 pl-3 text-left text-14 hover:bg-hover ${
        isChosen
          ? 'border-primary bg-selected shadow-[inset_0_0_0_1px_var(--color-primary)]'
          : 'border-control bg-surface'
      }`}
    >
      {letter && (
        <kbd aria-hidden className="absolute top-2 right-3 font-mono text-12 text-muted">
          {letter}
        </kbd>
      )}
      {children}
    </button>
  );
}
