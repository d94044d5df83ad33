import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';
import { IconButton } from './icon-button';
import { keyError, type MetadataRow, newRow, recordOf, rowsOf } from './metadata-rows';
import { TextField } from './text-field';

interface Props {
  label?: string;
  value: Readonly<Record<string, string>>;
  onChange(value: Record<string, string>): void;
  /** Reports whether the rows make a record (no key twice, no value without a key). */
  onValidityChange?(isValid: boolean): void;
  isDisabled?: boolean;
}

/** Key and value rows of text. Rows without a key are left out of the value; the mark of syncing is kept and not shown. */
export function MetadataEditor({ label = 'Metadata', value, onChange, onValidityChange, isDisabled }: Props) {
  const [rows, setRows] = useState(() => rowsOf(value));

  const change = (next: MetadataRow[]) => {
    setRows(next);
    onValidityChange?.(next.every((row) => !keyError(next, row)));
    onChange(recordOf(next, value));
  };
  const edit = (id: number, part: Partial<MetadataRow>) =>
    change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));

  return (
    <fieldset className="flex min-w-0 flex-col gap-2" disabled={isDisabled}>
      <legend className="mb-1 text-14 font-medium">{label}</legend>
      {rows.map((row, index) => (
        <div key={row.id} className="flex items-start gap-2">
          <TextField
            label={`Key ${index + 1}`}
            hideLabel
            placeholder="key"
            value={row.key}
            onChange={(key) => edit(row.id, { key })}
            error={keyError(rows, row)}
            isDisabled={isDisabled}
            autoFocus={!row.key && !row.value}
            className="flex-1"
          />
          <TextField
            label={`Value ${index + 1}`}
            hideLabel
            placeholder="value"
            value={row.value}
            onChange={(text) => edit(row.id, { value: text })}
            isDisabled={isDisabled}
            className="flex-1"
          />
          <IconButton
            label={`Remove ${row.key || `row ${index + 1}`}`}
            icon={<Trash2 size={16} />}
            isDisabled={isDisabled}
            onPress={() => change(rows.filter((other) => other.id !== row.id))}
          />
        </div>
      ))}
      <Button
        kind="quiet"
        icon={<Plus aria-hidden size={16} />}
        className="self-start"
        isDisabled={isDisabled}
        onPress={() => change([...rows, newRow()])}
      >
        Add metadata
      </Button>
    </fieldset>
  );
}
