import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField } from 'react-aria-components';

export interface CheckboxProps {
  isSelected: boolean;
  isIndeterminate?: boolean;
  onChange(isSelected: boolean): void;
  /** The visible label; give `aria-label` instead where the place says it already (a table row). */
  children?: ReactNode;
  'aria-label'?: string;
  isDisabled?: boolean;
  /** Not reached by Tab: the row's arrow keys lead there. */
  excludeFromTabOrder?: boolean;
}

/** A yes/no choice that takes effect with the form (or selects a row). */
export function Checkbox({ children, isSelected, isIndeterminate, onChange, isDisabled, ...props }: CheckboxProps) {
  return (
    <CheckboxField
      isSelected={isSelected}
      isIndeterminate={isIndeterminate}
      onChange={onChange}
      isDisabled={isDisabled}
      aria-label={props['aria-label']}
      excludeFromTabOrder={props.excludeFromTabOrder}
      className="inline-flex"
    >
      <CheckboxButton className="inline-flex min-h-6 items-center gap-2 rounded-control text-14 data-[disabled]:text-muted">
        <span
          aria-hidden
          className={`flex size-4 shrink-0 items-center justify-center rounded border ${
            isSelected || isIndeterminate ? 'border-primary bg-primary text-on-primary' : 'border-control bg-surface'
          }`}
        >
          {isIndeterminate ? <Minus size={12} strokeWidth={3} /> : isSelected && <Check size={12} strokeWidth={3} />}
        </span>
        {children}
      </CheckboxButton>
    </CheckboxField>
  );
}
