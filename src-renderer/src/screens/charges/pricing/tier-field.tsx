import { useId } from 'react';
import { fieldBox } from '../../../components/field';
import { useDecimalText } from '../../../components/use-decimal-text';

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
  onBlur(): void;
  prefix: string | undefined;
  error: string | null;
  isDisabled: boolean | undefined;
}

/** A DecimalField of plain elements: a price may have three hundred of them, which are drawn and taken down in one dialog. */
export function TierField({ label, value, onChange, onBlur, prefix, error, isDisabled = false }: Props) {
  const { text, change, note } = useDecimalText(value, onChange);
  const id = useId();
  const notes = [note && `${id}-note`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={fieldBox}>
      <span
        className={`flex h-9 w-full min-w-0 items-center rounded-control border focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-link ${
          error ? 'border-danger' : 'border-control'
        } ${isDisabled ? 'bg-sunken' : 'bg-surface'}`}
      >
        {prefix && <span className="shrink-0 pl-2.5 text-14 text-muted">{prefix}</span>}
        <input
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-describedby={notes || undefined}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          disabled={isDisabled}
          value={text}
          onChange={(event) => change(event.target.value)}
          onBlur={onBlur}
          className="h-full min-w-0 flex-1 bg-transparent px-2.5 text-14 outline-none disabled:text-muted"
        />
      </span>
      {note && (
        <span id={`${id}-note`} className="text-13 text-muted">
          {note}
        </span>
      )}
      {error && (
        <span id={`${id}-error`} className="text-13 text-danger">
          ⚠ {error}
        </span>
      )}
    </div>
  );
}
