import { useState } from 'react';
import { Select } from '../../components/select';
import { groupingOfProperty, groupings, propertyOf } from './entry-name';
import { PropertyDialog } from './property-dialog';

const anyProperty = '~property';

/** What the report's entries are; any event property is among the choices, by its name. */
export function GroupingSelect({ value, onChange }: { value: string; onChange(groupBy: string): void }) {
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
          onChoose={(name) => onChange(groupingOfProperty(name) ?? 'group')}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
