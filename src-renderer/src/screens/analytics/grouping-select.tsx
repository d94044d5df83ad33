import { useState } from 'react';
import { Select } from '../../components/select';
import { groupingOfProperty, groupings, propertyOf } from './entry-name';
import { PropertyDialog } from './property-dialog';

const anyProperty = '~property';

interface Props {
  value: string;
  range: { start_time: string; end_time: string };
  onChange(groupBy: string): void;
}

/** What the report's entries are; any event property is among the choices, by its name. */
export function GroupingSelect({ value, range, onChange }: Props) {
  const [isAsking, setAsking] = useState(false);
  const property = propertyOf(value);
  const options = [
    ...groupings.map(({ id, label }) => ({ id: id as string, label: `By ${label.toLowerCase()}` })),
    ...(property === null ? [] : [{ id: value, label: `By ${property}`, description: 'Event property' }]),
    { id: anyProperty, label: property === null ? 'By property…' : 'By another property…' },
  ];
  return (
    <>
      <Select
        label="Group by"
        hideLabel
        isCompact
        value={value}
        onChange={(next) => (next === anyProperty ? setAsking(true) : onChange(next))}
        options={options}
        className="w-40"
      />
      {isAsking && (
        <PropertyDialog
          title="Group by an event property"
          submitLabel="Group"
          range={range}
          onChoose={(name) => onChange(groupingOfProperty(name) ?? 'group')}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
