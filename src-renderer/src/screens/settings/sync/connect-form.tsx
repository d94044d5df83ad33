import type { Connection } from '@shared/entities/sync';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Form, fieldError, Notice } from '../../../components/form';
import { Switch } from '../../../components/switch';
import { TextField } from '../../../components/text-field';
import { toastDone } from '../../../components/toast';
import { useEnvironment } from '../../../door/environment';
import { useApiMutation } from '../../../door/use-api';
import { marksLabel, marksText, SendChoice } from './send-choice';
import { TestedServer } from './tested-server';

/** Connects the environment with a server: its address and key are tried first, and nothing is kept before that. */
export function ConnectForm() {
  const environment = useEnvironment();
  const test = useApiMutation('connection.test');
  const save = useApiMutation('connection.save');
  const [base_url, setUrl] = useState('');
  const [api_key, setKey] = useState('');
  const [send, setSend] = useState<Connection['send']>(environment.type === 'production' ? 'review' : 'auto');
  const [marks_operations, setMarks] = useState(true);
  const [attempts, setAttempts] = useState(0);
  const [tested, setTested] = useState({ base_url: '', api_key: '' });
  const isTested = test.isSuccess && tested.base_url === base_url && tested.api_key === api_key;
  const error = save.error ?? test.error;

  const tryIt = () => {
    if (!base_url.trim() || !api_key.trim()) return setAttempts(attempts + 1);
    save.reset();
    setTested({ base_url, api_key });
    test.mutate({ base_url, api_key });
  };
  const connect = () =>
    save.mutate(
      { base_url, api_key, send, marks_operations },
      { onSuccess: (saved) => toastDone(`${environment.name} is connected with ${saved.base_url}`) },
    );
  const submit = () => {
    if (test.isPending || save.isPending) return;
    if (isTested) connect();
    else tryIt();
  };

  return (
    <section aria-labelledby="connect" className="flex flex-col gap-4 rounded-sheet border border-line p-4">
      <div>
        <h2 id="connect" className="text-16 font-semibold">
          Connect a server
        </h2>
        <p className="text-14 text-secondary">
          {environment.name} is only on this computer. Connected, its catalog is also on a server that others use.
        </p>
      </div>
      <Form onSubmit={submit} error={error} fields={['base_url', 'api_key', 'send']} attempts={attempts}>
        <TextField
          label="Address"
          isRequired
          value={base_url}
          onChange={setUrl}
          maxLength={2000}
          placeholder="https://us.api.flexprice.io"
          error={fieldError(
            error,
            'base_url',
            attempts > 0 && !base_url.trim() ? 'Please enter the address of the server' : null,
          )}
        />
        <TextField
          label="API key"
          isRequired
          type="password"
          value={api_key}
          onChange={setKey}
          maxLength={1000}
          isMono
          description="Kept in the keychain of this computer, or where there is none in a file that only you can read; never with the catalog."
          error={fieldError(error, 'api_key', attempts > 0 && !api_key.trim() ? 'Please enter an API key' : null)}
        />
        <div>
          <Button
            // Enter submits: the test first, then the connection.
            {...(isTested ? { onPress: tryIt } : { type: 'submit' })}
            kind={isTested ? 'secondary' : 'primary'}
            isPending={test.isPending}
          >
            Test
          </Button>
        </div>
        <div role="status" className="flex min-w-0 flex-col gap-4 empty:hidden">
          {test.data && isTested && <TestedServer found={test.data} />}
        </div>
        <SendChoice value={send} onChange={setSend} error={fieldError(error, 'send')} />
        <Switch isSelected={marks_operations} onChange={setMarks} description={marksText}>
          {marksLabel}
        </Switch>
        <Notice kind="info">
          What is in {environment.name} already stays here and is held back: nothing of it is sent before you release it
          in Pending changes. A row with the same lookup key on the server is linked with it.
        </Notice>
        <div className="flex flex-wrap items-center gap-3">
          <Button
            kind="primary"
            type={isTested ? 'submit' : 'button'}
            isDisabled={!isTested}
            isPending={save.isPending}
          >
            Connect
          </Button>
          {!isTested && <span className="text-14 text-muted">Test the address and the key first.</span>}
        </div>
      </Form>
    </section>
  );
}
