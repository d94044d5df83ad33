import type { OutputOf } from '@shared/contract';
import { useEffect, useRef } from 'react';
import { Button } from '../../components/button';
import { CopyButton } from '../../components/copy-button';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { TextField } from '../../components/text-field';
import { accessNames } from './api-key-columns';
import { curlExample } from './curl-example';
import { EnvironmentChip } from './environment-chip';
import { useApiServer } from './use-api-server';

/** Why an example cannot be tried yet. */
function whyNotYet(state: string | undefined): string {
  return state === 'on' ? '' : 'The API is off: switch it on before you try this.';
}

/** The key, shown this once: to be copied, with a request to try it by. Closing asks until it is said to be stored. */
export function CreatedKeyDialog({ created, onClose }: { created: OutputOf<'apiKey.create'>; onClose(): void }) {
  const { data: server } = useApiServer();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const example = curlExample(server?.url ?? `http://127.0.0.1:${server?.port ?? ''}/v1`, created.key);
  const note = whyNotYet(server?.state);

  return (
    <Dialog
      title={`Key “${created.name}” created`}
      size="medium"
      description={
        <span className="inline-flex flex-wrap items-center gap-1.5">
          {accessNames[created.access]}, for <EnvironmentChip />
        </span>
      }
      isOpen
      onClose={onClose}
      isDirty
      closeQuestion={{
        title: 'Close without storing the key?',
        text: 'It is not shown again. Without it, you would have to create another key.',
        stayLabel: 'Show the key',
        leaveLabel: 'Close anyway',
      }}
      footer={
        <Button kind="primary" onPress={onClose}>
          I have stored it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice kind="pending">
          This is the only time the key is shown. Store it where secrets belong; Pricebook keeps no copy of it.
        </Notice>
        <TextField
          label="Key"
          value={created.key}
          onChange={() => undefined}
          isReadOnly
          isMono
          inputRef={field}
          action={<CopyButton text={created.key} label="Copy the key" />}
        />
        <section aria-labelledby="key-example" className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-2">
            <h3 id="key-example" className="text-14 font-medium">
              Try it in a terminal
            </h3>
            <CopyButton text={example} label="Copy the example" />
          </div>
          <pre className="rounded-control border border-line bg-sunken p-3 font-mono text-12 whitespace-pre-wrap wrap-anywhere">
            {example}
          </pre>
          {note && <p className="text-13 text-pending">{note}</p>}
        </section>
      </div>
    </Dialog>
  );
}
