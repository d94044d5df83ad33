import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';

/** What every form field shares. All are controlled; `error` is shown under the field and tied to it. */
export interface FieldProps {
  label: string;
  /** Helper text under the field. */
  description?: ReactNode;
  /** What is wrong with the value; marks the field invalid. */
  error?: string | null | undefined;
  isRequired?: boolean;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  autoFocus?: boolean;
  /** Hides the label from sight (it stays for screen readers). */
  hideLabel?: boolean;
  className?: string;
}

export const fieldBox = 'flex min-w-0 flex-col gap-1';

export function FieldLabel({ label, isRequired, hideLabel }: Pick<FieldProps, 'label' | 'isRequired' | 'hideLabel'>) {
  return (
    <Label className={hideLabel ? 'sr-only' : 'text-14 font-medium text-ink'}>
      {label}
      {isRequired && (
        <span aria-hidden className="text-danger">
          {' *'}
        </span>
      )}
    </Label>
  );
}

export function FieldNotes({ description, error }: Pick<FieldProps, 'description' | 'error'>) {
  return (
    <>
      {description && (
        <Text slot="description" className="text-13 text-muted">
          {description}
        </Text>
      )}
      <FieldError className="text-13 text-danger">{error ? `⚠ ${error}` : null}</FieldError>
    </>
  );
}
