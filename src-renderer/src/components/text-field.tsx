import type { ReactNode, Ref } from 'react';
import { TextField as AriaTextField, Group, Input } from 'react-aria-components';
import { FieldLabel, FieldNotes, type FieldProps, fieldBox } from './field';

export interface TextFieldProps extends FieldProps {
  value: string;
  onChange(value: string): void;
  onBlur?(): void;
  placeholder?: string;
  maxLength?: number;
  /** Text inside the box before and after the value, such as "$" and "/ month". */
  prefix?: ReactNode;
  suffix?: ReactNode;
  /** A control inside the box, at its end (reset, copy). */
  action?: ReactNode;
  /** Fixed-width letters, for keys and ids. */
  isMono?: boolean;
  inputMode?: 'text' | 'decimal' | 'numeric' | 'search' | 'email';
  type?: 'text' | 'password' | 'email' | 'date' | 'datetime-local' | 'time';
  min?: string;
  max?: string;
  step?: number;
  inputRef?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { label, description, error, hideLabel, className = '', prefix, suffix, action, isMono, inputRef } = props;
  const { placeholder, min, max, step, ...field } = props;
  return (
    <AriaTextField
      value={field.value}
      onChange={field.onChange}
      onBlur={field.onBlur}
      isRequired={field.isRequired}
      isDisabled={field.isDisabled}
      isReadOnly={field.isReadOnly}
      autoFocus={field.autoFocus}
      maxLength={field.maxLength}
      inputMode={field.inputMode}
      type={field.type ?? 'text'}
      autoComplete="off"
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={`${fieldBox} ${className}`}
    >
      <FieldLabel label={label} isRequired={field.isRequired} hideLabel={hideLabel} />
      <Group
        className={`flex h-9 w-full min-w-0 items-center rounded-control border bg-surface focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-link ${
          error ? 'border-danger' : 'border-control'
        } ${field.isDisabled || field.isReadOnly ? 'bg-sunken' : ''}`}
      >
        {prefix && <span className="shrink-0 pl-2.5 text-14 text-muted">{prefix}</span>}
        <Input
          ref={inputRef}
          placeholder={placeholder}
          min={min}
          max={max}
          step={step}
          spellCheck={false}
          className={`h-full min-w-0 flex-1 bg-transparent px-2.5 text-14 outline-none disabled:text-muted ${isMono ? 'font-mono' : ''}`}
        />
        {suffix && <span className="shrink-0 pr-2.5 text-14 whitespace-nowrap text-muted">{suffix}</span>}
        {action}
      </Group>
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
