import type { FilterCondition } from '@shared/list';

/** A field of a list that can be filtered by, and what kind of value it takes. */
export type FilterField =
  | { field: string; label: string; kind: 'text' | 'date' | 'number' }
  | { field: string; label: string; kind: 'choice'; options: readonly { id: string; label: string }[] };

export interface SortField {
  field: string;
  label: string;
}

/** The operators of the list grammar in words, by kind of field. */
export const operatorsOf: Record<FilterField['kind'], readonly { id: string; label: string }[]> = {
  text: [
    { id: 'contains', label: 'contains' },
    { id: 'not_contains', label: 'does not contain' },
    { id: 'eq', label: 'is exactly' },
  ],
  date: [
    { id: 'before', label: 'is before' },
    { id: 'after', label: 'is after' },
  ],
  number: [
    { id: 'eq', label: 'equals' },
    { id: 'gt', label: 'is greater than' },
    { id: 'lt', label: 'is less than' },
  ],
  choice: [
    { id: 'in', label: 'is' },
    { id: 'not_in', label: 'is not' },
  ],
};

/** One row of the filter popover; `value` is text whatever the kind. */
export interface FilterRow {
  id: number;
  field: string;
  operator: string;
  value: string;
}

/** A complete row as a condition of the list grammar; null while its value is missing or not a number. */
export function toCondition(row: FilterRow, fields: readonly FilterField[]): FilterCondition | null {
  const field = fields.find((one) => one.field === row.field);
  const value = row.value.trim();
  if (!field || !value) return null;
  const base = { field: row.field, operator: row.operator };
  if (field.kind === 'text') return { ...base, data_type: 'string', value: { string: value } };
  if (field.kind === 'choice') return { ...base, data_type: 'array', value: { array: [value] } };
  if (field.kind === 'date') {
    return { ...base, data_type: 'date', value: { date: new Date(`${value}T00:00:00`).toISOString() } };
  }
  const number = Number(value);
  return Number.isFinite(number) ? { ...base, data_type: 'number', value: { number } } : null;
}

/** A condition as a row to edit. */
export function toRow(condition: FilterCondition, id: number): FilterRow {
  const { string, number, array, date } = condition.value;
  const value = string ?? array?.[0] ?? (date ? localDay(date) : undefined) ?? (number == null ? '' : String(number));
  return { id, field: condition.field, operator: condition.operator, value };
}

function localDay(instant: string): string {
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A condition in words, for "nothing found" messages: `Name contains "tok"`. */
export function conditionText(condition: FilterCondition, fields: readonly FilterField[]): string {
  const field = fields.find((one) => one.field === condition.field);
  if (!field) return condition.field;
  const operator = operatorsOf[field.kind].find((one) => one.id === condition.operator)?.label ?? condition.operator;
  const { value } = toRow(condition, 0);
  const shown = field.kind === 'choice' ? (field.options.find((option) => option.id === value)?.label ?? value) : value;
  return `${field.label} ${operator} “${shown}”`;
}
