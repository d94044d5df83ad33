import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-primary text-on-primary hover:bg-primary-hover border border-transparent',
  secondary: 'bg-surface text-ink border border-control hover:bg-hover',
  quiet: 'text-secondary border border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-danger-solid text-on-danger hover:bg-danger-solid-hover border border-transparent',
};

/** The look of a button, for links that act as one. */
export const buttonClass = (kind: ButtonKind = 'secondary', extra = '') =>
  `inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control px-3 text-14 font-medium whitespace-nowrap select-none disabled:opacity-50 data-[disabled]:opacity-50 ${kinds[kind]} ${extra}`;

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  kind?: ButtonKind;
  /** Drawn before the text, decorative. */
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A labelled action. `isPending` keeps the focus, shows a spinner and ignores presses. */
export function Button({ kind = 'secondary', icon, children, className, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={buttonClass(kind, className)}>
      {props.isPending ? <LoaderCircle aria-hidden size={16} className="animate-spin" /> : icon}
      {children}
    </AriaButton>
  );
}
