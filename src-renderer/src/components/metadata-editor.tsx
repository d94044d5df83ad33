import { markKey, withoutMark } from '@shared/rules/sync/operation-mark';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';
import { IconButton } from './icon-button';
import { TextField } from './text-field';

interface Row {
  id: number;
  key: string;
  value: string;
}

interface Props {
  label?: string;
  value: Readonly<Record<string, string>>;
  onChange(value: Record<string, string>): void;
  /** Reports whether the rows make a record (no key twice, no value without a key). */
  onValidityChange?(isValid: boolean): void;
  isDisabled?: boolean;
}

let lastId = 0;
const toRows = (value: Readonly<Record<string, string>>): Row[] =>
  Object.entries(withoutMark(value)).map(([key, text]) => ({ id: ++lastId, key, value: text }));

function keyError(rows: Row[], row: Row): string | null {
  if (!row.key.trim()) return row.value ? 'A value needs a key.' : null;
  if (row.key.trim() === markKey) return 'This key is used by syncing.';
  return rows.some((other) => other.id !== row.id && other.key.trim() === row.key.trim())
    ? 'This key is there twice.'
    : null;
}

/** Key and value rows of text. Rows without a key are left out of the value; the mark of syncing is kept and not shown. */
export function MetadataEditor({ label = 'Metadata', value, onChange, onValidityChange, isDisabled }: Props) {
  const [rows, setRows] = useState(() => toRows(value));

  const change = (next: Row[]) => {
    setRows(next);
    onValidityChange?.(next.every((row) => !keyError(next, row)));
    const mark = value[markKey] === undefined ? {} : { [markKey]: value[markKey] };
    const typed = next.filter((row) => row.key.trim()).map((row) => [row.key.trim(), row.value]);
    onChange({ ...Object.fromEntries(typed), ...mark });
  };
  const edit = (id: number, part: Partial<Row>) =>
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
        onPress={() => change([...rows, { id: ++lastId, key: '', value: '' }])}
      >
        Add metadata
      </Button>
    </fieldset>
  );
}
