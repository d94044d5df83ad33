import type { ApiKey } from '@shared/entities/api-key';
import { Eye, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { RadioCards } from '../../components/radio-cards';
import { TextField } from '../../components/text-field';
import { useEnvironment } from '../../door/environment';
import { useApiMutation } from '../../door/use-api';
import { accessNames } from './api-key-columns';
import { CreatedKeyDialog } from './created-key-dialog';
import { EnvironmentChip } from './environment-chip';

type Access = ApiKey['access'];

const accessCards = (environment: string) => [
  {
    id: 'read' as const,
    label: accessNames.read,
    icon: <Eye aria-hidden size={16} />,
    description: 'Looks up the catalog and its usage. Every change is refused.',
  },
  {
    id: 'write' as const,
    label: accessNames.write,
    icon: <PencilLine aria-hidden size={16} />,
    description: `Also creates, changes and archives in ${environment}, and sends usage.`,
  },
];

/** Makes a key, then shows it: the only time it can be seen. */
export function CreateKeyDialog({ onClose }: { onClose(): void }) {
  const environment = useEnvironment();
  const create = useApiMutation('apiKey.create');
  const [name, setName] = useState('');
  const [access, setAccess] = useState<Access>('read');
  const [attempts, setAttempts] = useState(0);

  if (create.data) return <CreatedKeyDialog created={create.data} onClose={onClose} />;

  const submit = () => {
    if (name.trim()) create.mutate({ name: name.trim(), access });
    else setAttempts(attempts + 1);
  };
  return (
    <FormDialog
      title="Create API key"
      size="medium"
      description={
        <span className="inline-flex flex-wrap items-center gap-1.5">
          It opens <EnvironmentChip /> and no other environment.
        </span>
      }
      submitLabel="Create key"
      onSubmit={submit}
      onClose={onClose}
      isDirty={name.trim() !== ''}
      isPending={create.isPending}
      error={create.error}
      fields={['name', 'access']}
      attempts={attempts}
    >
      <TextField
        label="Name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        maxLength={100}
        placeholder="Nightly usage upload"
        description="What will use it, so that you know later which key to revoke."
        error={fieldError(create.error, 'name', attempts > 0 && !name.trim() ? 'Give the key a name' : null)}
      />
      <RadioCards<Access>
        label="Access"
        value={access}
        onChange={setAccess}
        cards={accessCards(environment.name)}
        error={fieldError(create.error, 'access')}
      />
    </FormDialog>
  );
}
