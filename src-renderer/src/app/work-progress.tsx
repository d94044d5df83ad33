import { X } from 'lucide-react';
import { Button as AriaButton, ProgressBar } from 'react-aria-components';

interface Props {
  label: string;
  isLabelHidden?: boolean;
  /** 0 to 100; null while unknown. */
  percent: number | null;
  onCancel?: (() => void) | undefined;
}

/** Work under way, in the status bar: what, how far, and a way to stop it. */
export function WorkProgress({ label, isLabelHidden = false, percent, onCancel }: Props) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      {!isLabelHidden && (
        <span className="min-w-0 truncate">
          {label} {percent !== null && `${percent} %`}
        </span>
      )}
      <ProgressBar aria-label={label} value={percent ?? 0} isIndeterminate={percent === null} className="w-24">
        <span className="block h-1.5 overflow-hidden rounded-full bg-neutral-soft">
          <span
            className={`block h-full bg-link ${percent === null ? 'w-full animate-pulse' : ''}`}
            style={percent === null ? undefined : { width: `${percent}%` }}
          />
        </span>
      </ProgressBar>
      {onCancel && (
        <AriaButton
          aria-label={`Cancel: ${label}`}
          onPress={onCancel}
          className="flex size-6 items-center justify-center rounded-control hover:bg-hover"
        >
          <X aria-hidden size={14} />
        </AriaButton>
      )}
    </div>
  );
}

export const percentOf = (done: number, total: number | null) =>
  total ? Math.min(100, Math.floor((done / total) * 100)) : null;
