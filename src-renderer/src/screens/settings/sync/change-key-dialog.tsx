import type { Connection } from '@shared/entities/sync';
import { useState } from 'react';
import { fieldError } from '../../../components/form';
import { FormDialog } from '../../../components/form-dialog';
import { TextField } from '../../../components/text-field';
import { toastDone } from '../../../components/toast';
import { useApiMutation } from '../../../door/use-api';

/** Another key for the same server; it is tried before it takes the place of the old one. */
export function ChangeKeyDialog({ connection, onClose }: { connection: Connection; onClose(): void }) {
  const update = useApiMutation('connection.update');
  const [api_key, setKey] = useState('');
  const [attempts, setAttempts] = useState(0);
  const submit = () => {
    if (!api_key.trim()) return setAttempts(attempts + 1);
    update.mutate(
      { api_key },
      {
        onSuccess: () => {
          toastDone('The new key is used from now on');
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title="Change the API key"
      description={<span className="break-all">{connection.base_url}</span>}
      submitLabel="Use this key"
      onSubmit={submit}
      onClose={onClose}
      isDirty={api_key !== ''}
      isPending={update.isPending}
      error={update.error}
      fields={['api_key']}
      attempts={attempts}
    >
      <TextField
        label="API key"
        isRequired
        autoFocus
        type="password"
        isMono
        value={api_key}
        onChange={setKey}
        maxLength={1000}
        description="It is tried first; the old one stays in use until the server accepts this one."
        error={fieldError(update.error, 'api_key', attempts > 0 && !api_key.trim() ? 'Please enter an API key' : null)}
      />
    </FormDialog>
  );
}
