import type { ApiServer } from '@shared/entities/api-server';
import { portRule, ports } from '@shared/rules/port';
import { useRef, useState } from 'react';
import { Button } from '../../components/button';
import { Form, fieldError } from '../../components/form';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { parsePort } from './port-text';
import { useUpdateApiServer } from './use-api-server';

/** Where the API listens. */
export function PortForm({ server }: { server: ApiServer }) {
  const update = useUpdateApiServer();
  const [text, setText] = useState(String(server.port));
  const [shownPort, setShownPort] = useState(server.port);
  const [attempts, setAttempts] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // It may have been changed in another window, or been taken back.
  if (shownPort !== server.port) {
    setShownPort(server.port);
    setText(String(server.port));
  }
  const port = parsePort(text);
  const isDirty = text.trim() !== String(server.port);

  const isStillHere = () => {
    const { activeElement } = document;
    return activeElement === document.body || Boolean(field.current?.form?.contains(activeElement));
  };
  const move = async (to: number, from: number | null) => {
    try {
      const { state } = await update.run({ port: to });
      setAttempts(0);
      // The button has nothing more to do, and would take the focus with it. Whoever went on meanwhile stays there.
      if (from !== null && isStillHere()) field.current?.focus();
      // Why it failed is told where the state is.
      if (state === 'failed') return;
      const message = state === 'off' ? `The API will listen on port ${to}` : `The API listens on port ${to} now`;
      toastDone(message, from === null ? undefined : { onAction: () => void move(from, null) });
    } catch {
      // The form shows the refusal.
    }
  };
  const submit = () => {
    if (port === null) setAttempts(attempts + 1);
    else if (isDirty) void move(port, server.port);
  };

  return (
    <Form onSubmit={submit} error={update.error} fields={['port']} attempts={attempts}>
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label="Port"
          value={text}
          onChange={setText}
          inputRef={field}
          inputMode="numeric"
          maxLength={6}
          error={fieldError(update.error, 'port', attempts > 0 && port === null ? portRule : null)}
          description={
            server.state === 'on'
              ? 'Changing it moves the address: clients must be told the new one.'
              : `A number between ${ports.least} and ${ports.most} that no other program listens on.`
          }
          className="w-80 max-w-full"
        />
        <Button type="submit" isPending={update.isPending} isDisabled={!isDirty} className="mt-6.5">
          Use this port
        </Button>
      </div>
    </Form>
  );
}
