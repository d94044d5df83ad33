import { useState } from 'react';
import { Button } from '../../components/button';
import { FormDialog } from '../../components/form-dialog';
import { TextField } from '../../components/text-field';
import { useApiQuery } from '../../door/use-api';
import { groupingOfProperty } from './entry-name';

interface Props {
  title: string;
  submitLabel: string;
  /** Whose events are looked at for names to propose. */
  range: { start_time: string; end_time: string };
  onChoose(property: string): void;
  onClose(): void;
}

/** Events looked at for names of properties to propose, and names proposed. */
const eventsRead = 50;
const mostProposed = 12;

/** Asks for an event property by its name; those of the newest events of the range are one press away. */
export function PropertyDialog({ title, submitLabel, range, onChoose, onClose }: Props) {
  const [name, setName] = useState('');
  const [attempts, setAttempts] = useState(0);
  const newest = useApiQuery('event.query', { ...range, page_size: eventsRead });
  const known = [...new Set(newest.data?.events.flatMap((event) => Object.keys(event.properties)))]
    .filter((property) => groupingOfProperty(property) !== null)
    .toSorted()
    .slice(0, mostProposed);
  const choose = (property: string) => {
    if (groupingOfProperty(property) === null) return setAttempts(attempts + 1);
    onChoose(property.trim());
    onClose();
  };
  const isRefused = attempts > 0 && groupingOfProperty(name) === null;
  return (
    <FormDialog
      title={title}
      submitLabel={submitLabel}
      onSubmit={() => choose(name)}
      onClose={onClose}
      isDirty={false}
      attempts={attempts}
    >
      <div className="flex flex-col gap-3">
        <TextField
          label="Event property"
          isRequired
          autoFocus
          isMono
          value={name}
          onChange={setName}
          {...(isRefused && { error: 'Use letters, digits, dots and underscores, such as region or model.name.' })}
        />
        {known.length > 0 && (
          <div className="flex flex-wrap items-center gap-1.5">
            <span className="text-13 text-muted">In recent events:</span>
            {known.map((property) => (
              <Button key={property} onPress={() => choose(property)} className="h-7! px-2! font-mono text-13!">
                {property}
              </Button>
            ))}
          </div>
        )}
      </div>
    </FormDialog>
  );
}
