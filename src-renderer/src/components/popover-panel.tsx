import { type ReactElement, type ReactNode, useState } from 'react';
import { DialogTrigger } from 'react-aria-components';
import { HangingPopover } from './hanging-popover';
import { popoverClass } from './select';

interface Props {
  /** What the panel is for: its accessible name. */
  label: string;
  trigger: ReactElement;
  onOpen?(): void;
  className?: string;
  children(close: () => void): ReactNode;
}

/** A small dialog that hangs from a button; Escape and a click outside close it. */
export function PopoverPanel({ label, trigger, onOpen, className = '', children }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (open) onOpen?.();
      }}
    >
      {trigger}
      <HangingPopover
        aria-label={label}
        placement="bottom start"
        className={`${popoverClass} overflow-y-auto p-4 ${className}`}
      >
        {children(() => setOpen(false))}
      </HangingPopover>
    </DialogTrigger>
  );
}
