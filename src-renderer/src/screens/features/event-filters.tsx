import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../components/button';
import { IconButton } from '../../components/icon-button';
import { TextField } from '../../components/text-field';
import type { FeatureErrors, FilterDraft } from './feature-draft';

interface Props {
  value: readonly FilterDraft[];
  onChange(value: FilterDraft[]): void;
  errors: FeatureErrors;
}

/** Which events count: each row names a property and the values it may have. */
export function EventFilters({ value, onChange, errors }: Props) {
  const lastId = useRef(0);
  const edit = (id: number, part: Partial<FilterDraft>) =>
    onChange(value.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-14 font-medium">Event filters</legend>
      <p className="text-13 text-muted">
        {value.length === 0
          ? 'Without a filter, every event of this name counts.'
          : 'An event counts when every property has one of its values.'}
      </p>
      {value.map((row, index) => (
        <div key={row.id} className="flex items-start gap-2">
          <TextField
            label={`Filter ${index + 1}: property`}
            hideLabel
            placeholder="property"
            value={row.key}
            onChange={(key) => edit(row.id, { key })}
            error={errors[`filter-${row.id}-key`]}
            autoFocus={!row.key && !row.values}
            className="flex-1"
          />
          <TextField
            label={`Filter ${index + 1}: values`}
            hideLabel
            placeholder="value, another value"
            value={row.values}
            onChange={(values) => edit(row.id, { values })}
            error={errors[`filter-${row.id}-values`]}
            className="flex-1"
          />
          <IconButton
            label={`Remove filter ${index + 1}`}
            icon={<Trash2 size={16} />}
            onPress={() => onChange(value.filter((other) => other.id !== row.id))}
          />
        </div>
      ))}
      <Button
        kind="quiet"
        className="self-start"
        icon={<Plus aria-hidden size={16} />}
        onPress={() => {
          lastId.current += 1;
          onChange([...value, { id: lastId.current, key: '', values: '' }]);
        }}
      >
        Add filter
      </Button>
    </fieldset>
  );
}
