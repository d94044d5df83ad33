import { useState } from 'react';
import { currentLocale } from '../format/locale';
import { parseDecimalText } from '../format/parse-decimal';
import { TextField, type TextFieldProps } from './text-field';

export interface DecimalFieldProps extends Omit<TextFieldProps, 'inputMode' | 'type'> {
  /** A plain decimal ("1234.5") once the text is a number; the text as typed while it is not one. */
  value: string;
}

/** A number as exact decimal text, never a float. Reads the person's own decimal and grouping marks. */
export function DecimalField({ value, onChange, description, ...props }: DecimalFieldProps) {
  const [typed, setTyped] = useState(value);
  const parsed = parseDecimalText(typed, currentLocale());
  // A value set from outside replaces the text; one that only echoes it leaves the caret alone.
  const text = (parsed ?? typed) === value ? typed : value;
  const isRewritten = parsed !== null && text === typed && /[^\d.]/.test(typed.trim().replace(/^[-+]/, ''));
  return (
    <TextField
      {...props}
      inputMode="decimal"
      value={text}
      onChange={(next) => {
        setTyped(next);
        onChange(parseDecimalText(next, currentLocale()) ?? next);
      }}
      description={isRewritten ? `Read as ${parsed}` : description}
    />
  );
}
