import type { ReactNode } from 'react';
import { SwitchButton, SwitchField, Text } from 'react-aria-components';

export interface SwitchProps {
  isSelected: boolean;
  onChange(isSelected: boolean): void;
  children: ReactNode;
  /** What it means, below; read with it. */
  description?: ReactNode;
  isDisabled?: boolean;
}

/** Something that is on or off, at once. */
export function Switch({ isSelected, onChange, children, description, isDisabled }: SwitchProps) {
  return (
    <SwitchField
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
      className="inline-flex flex-col gap-1"
    >
      <SwitchButton className="inline-flex min-h-6 items-center gap-2 rounded-control text-14 data-[disabled]:text-muted">
        <span
          aria-hidden
          className={`flex h-5 w-9 shrink-0 items-center rounded-full border px-0.5 transition-colors ${
            isSelected ? 'justify-end border-primary bg-primary' : 'border-control bg-surface'
          }`}
        >
          <span className={`size-3.5 rounded-full ${isSelected ? 'bg-on-primary' : 'bg-control'}`} />
        </span>
        {children}
      </SwitchButton>
      {description && (
        <Text slot="description" className="text-14 text-secondary">
          {description}
        </Text>
      )}
    </SwitchField>
  );
}
