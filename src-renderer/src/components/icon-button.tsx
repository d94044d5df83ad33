import type { ReactElement } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { WithTooltip } from './tooltip';

export interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'aria-label'> {
  /** What it does, in words: the accessible name and the tooltip. */
  label: string;
  icon: ReactElement;
  /** Shown in the tooltip, such as "Ctrl+B". */
  shortcut?: string;
  className?: string;
}

/** A square button with an icon only; always named. */
export function IconButton({ label, icon, shortcut, className = '', ...props }: IconButtonProps) {
  return (
    <WithTooltip text={label} shortcut={shortcut}>
      <AriaButton
        {...props}
        aria-label={label}
        className={`inline-flex size-8 shrink-0 items-center justify-center rounded-control text-secondary hover:bg-hover hover:text-ink data-[disabled]:opacity-50 ${className}`}
      >
        {icon}
      </AriaButton>
    </WithTooltip>
  );
}
