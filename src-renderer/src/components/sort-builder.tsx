import type { SortCondition } from '@shared/list';
import { ArrowDownUp, ChevronDown, ChevronUp, Plus, Trash2 } from 'lucide-react';
import { Button } from './button';
import { IconButton } from './icon-button';
import type { SortField } from './list-query';
import { PopoverPanel } from './popover-panel';
import { Select } from './select';

interface Props {
  fields: readonly SortField[];
  value: readonly SortCondition[];
  onChange(value: SortCondition[]): void;
  /** What Reset goes back to. */
  initial: readonly SortCondition[];
}

const directions = [
  { id: 'asc', label: 'Ascending' },
  { id: 'desc', label: 'Descending' },
] as const;

/** The Sort button of a list and its popover: keys in order of weight, moved by buttons. */
export function SortBuilder({ fields, value, onChange, initial }: Props) {
  const unused = fields.filter((field) => !value.some((key) => key.field === field.field));
  const edit = (index: number, part: Partial<SortCondition>) =>
    onChange(value.map((key, position) => (position === index ? { ...key, ...part } : key)));
  const move = (index: number, by: number) => {
    const next = [...value];
    const [key] = next.splice(index, 1);
    if (key) next.splice(index + by, 0, key);
    onChange(next);
  };
  return (
    <PopoverPanel
      label="Sort"
      className="w-110 max-w-[90vw]"
      trigger={
        <Button icon={<ArrowDownUp aria-hidden size={16} />}>
          Sort{value.length > 0 && <span className="rounded-full bg-selected px-1.5 text-12">{value.length}</span>}
        </Button>
      }
    >
      {() => (
        <div className="flex flex-col gap-3">
          <h2 className="text-14 font-semibold">Sort</h2>
          {value.map((key, index) => (
            <div key={key.field} className="flex items-start gap-2">
              <Select
                label={`Sort ${index + 1}: field`}
                hideLabel
                value={key.field}
                onChange={(field) => edit(index, { field })}
                options={fields
                  .filter((field) => field.field === key.field || unused.includes(field))
                  .map((field) => ({ id: field.field, label: field.label }))}
                className="flex-1"
              />
              <Select
                label={`Sort ${index + 1}: direction`}
                hideLabel
                value={key.direction}
                onChange={(direction) => edit(index, { direction })}
                options={directions}
                className="w-32"
              />
              <IconButton
                label={`Move sort ${index + 1} up`}
                icon={<ChevronUp size={16} />}
                isDisabled={index === 0}
                onPress={() => move(index, -1)}
              />
              <IconButton
                label={`Move sort ${index + 1} down`}
                icon={<ChevronDown size={16} />}
                isDisabled={index === value.length - 1}
                onPress={() => move(index, 1)}
              />
              <IconButton
                label={`Remove sort ${index + 1}`}
                icon={<Trash2 size={16} />}
                onPress={() => onChange(value.filter((_, position) => position !== index))}
              />
            </div>
          ))}
          <div className="flex gap-2">
            <Button
              kind="quiet"
              icon={<Plus aria-hidden size={16} />}
              isDisabled={unused.length === 0}
              onPress={() => unused[0] && onChange([...value, { field: unused[0].field, direction: 'asc' }])}
            >
              Add sort
            </Button>
            <Button kind="quiet" onPress={() => onChange([...initial])}>
              Reset sorting
            </Button>
          </div>
        </div>
      )}
    </PopoverPanel>
  );
}
