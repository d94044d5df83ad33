import { TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components';
import { FieldLabel, FieldNotes, type FieldProps, fieldBox } from './field';

export interface TextAreaProps extends FieldProps {
  value: string;
  onChange(value: string): void;
  rows?: number;
  maxLength?: number;
  placeholder?: string;
}

/** Several lines of text. */
export function TextArea({ rows = 3, placeholder, className = '', ...props }: TextAreaProps) {
  return (
    <AriaTextField
      value={props.value}
      onChange={props.onChange}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      isReadOnly={props.isReadOnly}
      autoFocus={props.autoFocus}
      maxLength={props.maxLength}
      isInvalid={Boolean(props.error)}
      validationBehavior="aria"
      className={`${fieldBox} ${className}`}
    >
      <FieldLabel label={props.label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <AriaTextArea
        rows={rows}
        placeholder={placeholder}
        className={`w-full resize-y rounded-control border bg-surface px-2.5 py-2 text-14 ${props.error ? 'border-danger' : 'border-control'}`}
      />
      <FieldNotes description={props.description} error={props.error} />
    </AriaTextField>
  );
}
