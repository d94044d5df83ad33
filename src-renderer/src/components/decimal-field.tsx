import { TextField, type TextFieldProps } from './text-field';
import { useDecimalText } from './use-decimal-text';

export interface DecimalFieldProps extends Omit<TextFieldProps, 'inputMode' | 'type'> {
  /** A plain decimal ("1234.5") once the text is a number; the text as typed while it is not one. */
  value: string;
}

/** A number as exact decimal text, never a float. Reads the person's own decimal and grouping marks. */
export function DecimalField({ value, onChange, description, ...props }: DecimalFieldProps) {
  const { text, change, note } = useDecimalText(value, onChange);
  return <TextField {...props} inputMode="decimal" value={text} onChange={change} description={note ?? description} />;
}
