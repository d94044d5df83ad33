import { instantToLocalInput, localInputToInstant, zoneOffsetText } from '../format/date';
import type { FieldProps } from './field';
import { TextField } from './text-field';

export interface DateFieldProps extends FieldProps {
  /** A calendar day "2026-03-07"; "" while there is none. */
  value: string;
  onChange(value: string): void;
  min?: string;
  max?: string;
}

/** A calendar day, typed or picked. */
export function DateField(props: DateFieldProps) {
  return <TextField {...props} type="date" />;
}

export interface InstantFieldProps extends Omit<FieldProps, 'description'> {
  /** A UTC instant; null while there is none. */
  value: string | null;
  onChange(value: string | null): void;
  min?: string;
  description?: string;
}

/** A moment: shown and typed in local time, handed over as a UTC instant. Names the offset it means. */
export function InstantField({ value, onChange, min, description, ...props }: InstantFieldProps) {
  const zone = `Local time, ${zoneOffsetText(value ?? new Date().toISOString())}.`;
  return (
    <TextField
      {...props}
      type="datetime-local"
      value={value ? instantToLocalInput(value) : ''}
      min={min && instantToLocalInput(min)}
      onChange={(text) => onChange(text ? localInputToInstant(text) : null)}
      description={description ? `${description} ${zone}` : zone}
    />
  );
}
