import type { ReactNode } from 'react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components';

interface Props {
  label: string;
  /** 0 to 100; null while unknown. */
  percent: number | null;
  isThin?: boolean;
  className?: string;
  /** Words above the bar. */
  children?: ReactNode;
}

/** How far something is; pulses while nobody knows. */
export function ProgressBar({ label, percent, isThin = false, className = '', children }: Props) {
  return (
    <AriaProgressBar
      aria-label={label}
      value={percent ?? 0}
      isIndeterminate={percent === null}
      className={`flex flex-col gap-1 ${className}`}
    >
      {children}
      <span className={`block overflow-hidden rounded-full bg-neutral-soft ${isThin ? 'h-1.5' : 'h-2'}`}>
        <span
          className={`block h-full bg-link ${percent === null ? 'w-full animate-pulse' : ''}`}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </span>
    </AriaProgressBar>
  );
}
