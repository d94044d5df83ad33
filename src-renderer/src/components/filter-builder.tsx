import type { FilterCondition } from '@shared/list';
import { ListFilter, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './button';
import { DateField } from './date-fields';
import { IconButton } from './icon-button';
import { type FilterField, type FilterRow, operatorsOf, toCondition, toRow } from './list-query';
import { PopoverPanel } from './popover-panel';
import { Select } from './select';
import { TextField } from './text-field';

interface Props {
  fields: readonly FilterField[];
  value: readonly FilterCondition[];
  onChange(value: FilterCondition[]): void;
}

interface RowProps {
  row: FilterRow;
  index: number;
  fields: readonly FilterField[];
  onEdit(part: Partial<FilterRow>): void;
  onRemove(): void;
}

function ValueEditor({
  row,
  field,
  onEdit,
  label,
}: Pick<RowProps, 'row' | 'onEdit'> & { field: FilterField; label: string }) {
  const common = { label, hideLabel: true, onChange: (value: string) => onEdit({ value }), className: 'flex-1' };
  if (field.kind === 'choice') return <Select {...common} value={row.value || null} options={field.options} />;
  if (field.kind === 'date') return <DateField {...common} value={row.value} />;
  return (
    <TextField
      {...common}
      value={row.value}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      placeholder="value"
    />
  );
}

function ConditionRow({ row, index, fields, onEdit, onRemove }: RowProps) {
  const field = fields.find((one) => one.field === row.field) ?? fields[0];
  if (!field) return null;
  const name = `Filter ${index + 1}`;
  const chooseField = (id: string) => {
    const next = fields.find((one) => one.field === id);
    if (next) onEdit({ field: id, operator: operatorsOf[next.kind][0]?.id ?? 'eq', value: '' });
  };
  return (
    <div className="flex items-start gap-2">
      <span className="w-12 shrink-0 pt-2 text-13 text-muted">{index === 0 ? 'Where' : 'And'}</span>
      <Select
        label={`${name}: field`}
        hideLabel
        value={row.field}
        onChange={chooseField}
        options={fields.map((one) => ({ id: one.field, label: one.label }))}
        className="w-36"
      />
      <Select
        label={`${name}: condition`}
        hideLabel
        value={row.operator}
        onChange={(operator) => onEdit({ operator })}
        options={operatorsOf[field.kind]}
        className="w-40"
      />
      <ValueEditor row={row} field={field} onEdit={onEdit} label={`${name}: value`} />
      <IconButton label={`Remove ${name.toLowerCase()}`} icon={<Trash2 size={16} />} onPress={onRemove} />
    </div>
  );
}

/** The Filter button of a list and its popover: conditions that must all hold, as the list grammar has them. */
export function FilterBuilder({ fields, value, onChange }: Props) {
  const lastId = useRef(0);
  const [rows, setRows] = useState<FilterRow[]>([]);

  const newRow = (): FilterRow => {
    const field = fields[0];
    return {
      id: ++lastId.current,
      field: field?.field ?? '',
      operator: field ? (operatorsOf[field.kind][0]?.id ?? '') : '',
      value: '',
    };
  };
  const open = () => {
    setRows(value.length > 0 ? value.map((condition) => toRow(condition, ++lastId.current)) : [newRow()]);
  };
  const change = (next: FilterRow[]) => {
    setRows(next);
    onChange(next.flatMap((row) => toCondition(row, fields) ?? []));
  };

  return (
    <PopoverPanel
      label="Filter"
      onOpen={open}
      className="w-150 max-w-[90vw]"
      trigger={
        <Button icon={<ListFilter aria-hidden size={16} />}>
          Filter{value.length > 0 && <span className="rounded-full bg-selected px-1.5 text-12">{value.length}</span>}
        </Button>
      }
    >
      {() => (
        <div className="flex flex-col gap-3">
          <h2 className="text-14 font-semibold">Filter</h2>
          {rows.map((row, index) => (
            <ConditionRow
              key={row.id}
              row={row}
              index={index}
              fields={fields}
              onEdit={(part) => change(rows.map((one) => (one.id === row.id ? { ...one, ...part } : one)))}
              onRemove={() => change(rows.filter((one) => one.id !== row.id))}
            />
          ))}
          <div className="flex gap-2">
            <Button kind="quiet" icon={<Plus aria-hidden size={16} />} onPress={() => setRows([...rows, newRow()])}>
              Add filter
            </Button>
            <Button kind="quiet" onPress={() => change([])} isDisabled={rows.length === 0}>
              Reset
            </Button>
          </div>
        </div>
      )}
    </PopoverPanel>
  );
}
