import type { Feature } from '@shared/entities/feature';
import { useState } from 'react';
import { DetailsList } from '../../components/details-list';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { TextArea } from '../../components/text-area';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { aggregationText, featureTypeNames } from './feature-words';

function frozenFacts(feature: Feature) {
  const { meter } = feature;
  const filters = meter?.filters.map(({ key, values }) => `${key} is ${values.join(' or ')}`) ?? [];
  return [
    {
      label: 'Lookup Key',
      value: <span className="font-mono break-all">{feature.lookup_key}</span>,
      copy: feature.lookup_key,
    },
    { label: 'Type', value: featureTypeNames[feature.type] },
    ...(meter
      ? [
          { label: 'Event Name', value: meter.event_name, copy: meter.event_name },
          { label: 'Aggregation', value: aggregationText(meter) },
          { label: 'Event filters', value: filters.join(', and ') },
        ]
      : []),
    { label: 'Id', value: <span className="font-mono break-all">{feature.id}</span>, copy: feature.id },
  ];
}

/** Edits what people read of a feature; what it measures is frozen, because usage has been counted by it. */
export function EditFeatureSheet({ feature, onClose }: { feature: Feature; onClose(): void }) {
  const update = useApiMutation('feature.update');
  const [name, setName] = useState(feature.name);
  const [description, setDescription] = useState(feature.description);
  const [singular, setSingular] = useState(feature.unit_singular);
  const [plural, setPlural] = useState(feature.unit_plural);
  const [attempts, setAttempts] = useState(0);
  const isMetered = feature.type === 'metered';
  const isFrozen = feature.status !== 'published';
  const isHalf = (singular.trim() === '') !== (plural.trim() === '');
  const isTried = attempts > 0;
  const nameError = isTried && name.trim() === '' ? 'Give the feature a name.' : null;
  const halfError = isTried && isHalf ? 'Name both the singular and the plural, or neither.' : null;
  const isChanged =
    name !== feature.name ||
    description !== feature.description ||
    singular !== feature.unit_singular ||
    plural !== feature.unit_plural;

  const submit = () => {
    if (name.trim() === '' || isHalf) {
      setAttempts(attempts + 1);
      return;
    }
    update.mutate(
      {
        id: feature.id,
        name: name.trim(),
        description,
        ...(isMetered && { unit_singular: singular.trim(), unit_plural: plural.trim() }),
      },
      {
        onSuccess: (saved) => {
          onClose();
          toastDone(`Feature “${saved.name}” saved`);
        },
      },
    );
  };

  return (
    <FormDialog
      title="Edit Feature"
      placement="sheet"
      submitLabel="Save"
      onSubmit={submit}
      onClose={onClose}
      isDirty={isChanged}
      canSubmit={isChanged}
      isPending={update.isPending}
      error={update.error}
      fields={['name', 'description', 'unit_singular', 'unit_plural']}
      attempts={attempts}
    >
      <TextField
        label="Feature Name"
        isRequired
        autoFocus
        isReadOnly={isFrozen}
        value={name}
        onChange={setName}
        maxLength={255}
        error={fieldError(update.error, 'name', nameError)}
      />
      <TextArea
        label="Description"
        isReadOnly={isFrozen}
        value={description}
        onChange={setDescription}
        error={fieldError(update.error, 'description')}
      />
      {isMetered && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Unit name, singular"
            placeholder="unit"
            isReadOnly={isFrozen}
            value={singular}
            onChange={setSingular}
            error={fieldError(update.error, 'unit_singular', singular.trim() === '' ? halfError : null)}
          />
          <TextField
            label="Unit name, plural"
            placeholder="units"
            isReadOnly={isFrozen}
            value={plural}
            onChange={setPlural}
            error={fieldError(update.error, 'unit_plural', plural.trim() === '' ? halfError : null)}
          />
        </div>
      )}
      <section className="flex flex-col gap-1">
        <h3 className="text-14 font-semibold">{isFrozen ? 'This feature is archived' : 'Fixed after creation'}</h3>
        <p className="text-13 text-muted">
          {isFrozen
            ? 'Nothing of it can be changed, and nothing brings it back: its meter counts no more usage. Another feature can take its lookup key.'
            : 'Usage has been counted by these. To measure something else, create another feature.'}
        </p>
        <DetailsList details={frozenFacts(feature)} />
      </section>
    </FormDialog>
  );
}
