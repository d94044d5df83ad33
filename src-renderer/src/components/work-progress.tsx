import { X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { ProgressBar } from './progress-bar';

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
      <ProgressBar label={label} percent={percent} isThin className="w-24" />
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
