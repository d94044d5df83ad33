import type { Customer } from '@shared/entities/customer';
import { portalUrl } from '@shared/portal-url';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button';
import { CopyButton } from '../../components/copy-button';
import { Dialog } from '../../components/dialog';
import { Form, Notice } from '../../components/form';
import { Select } from '../../components/select';
import { ErrorState, LoadingState } from '../../components/states';
import { TextField } from '../../components/text-field';
import { useEnvironment } from '../../door/environment';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';

interface Props {
  customer: Customer;
  onClose(): void;
}

const expiries = [
  { id: '1', label: '1 hour' },
  { id: '24', label: '1 day' },
  { id: '168', label: '7 days' },
  { id: '720', label: '30 days' },
  { id: '2160', label: '90 days' },
] as const;

const formId = 'share-usage-link';

/**
 * Makes a link to the usage page of one customer. The page is served by the HTTP API, so without it there is none. One
 * dialog for every step, so that the focus finds back to the button it came from.
 */
export function ShareUsageDialog({ customer, onClose }: Props) {
  const server = useApiQuery('apiServer.get', {});
  const create = useApiMutation('portalLink.create');
  const { timezone } = useEnvironment();
  const [hours, setHours] = useState<string>('24');
  const apiUrl = server.data?.url ?? null;
  const made = create.data;
  const submit = () => {
    if (!create.isPending) create.mutate({ customer_id: customer.id, expires_in_hours: Number(hours) });
  };

  return (
    <Dialog
      title={made ? 'Usage link created' : 'Share usage link'}
      description={
        made
          ? `It works until ${formatDateTime(made.expires_at, { zone: timezone })}.`
          : "A page with this customer's usage trend and breakdown, to read only. Whoever has the link can open it."
      }
      isOpen
      onClose={onClose}
      footer={
        made || apiUrl === null ? (
          <Button kind="primary" onPress={onClose}>
            {made ? 'Done' : 'Close'}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>Cancel</Button>
            <Button kind="primary" type="submit" form={formId} isPending={create.isPending}>
              Create link
            </Button>
          </>
        )
      }
    >
      {apiUrl === null ? (
        <WithoutServer server={server} />
      ) : made ? (
        <MadeLink url={portalUrl(new URL(apiUrl).origin, made.token)} />
      ) : (
        <Form id={formId} onSubmit={submit} error={create.error}>
          <Select label="The link works for" value={hours} onChange={setHours} options={expiries} />
        </Form>
      )}
    </Dialog>
  );
}

function WithoutServer({ server }: { server: ReturnType<typeof useApiQuery<'apiServer.get'>> }) {
  if (server.error) return <ErrorState error={server.error} onRetry={() => void server.refetch()} />;
  if (!server.data) return <LoadingState rows={2} />;
  return (
    <Notice kind="info">
      The page that a link opens is served by the HTTP API, which is off. Switch it on in{' '}
      <Link to="/settings/api" className="rounded-control text-link underline">
        Settings
      </Link>
      , then come back.
    </Notice>
  );
}

function MadeLink({ url }: { url: string }) {
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label="Link"
        value={url}
        onChange={() => undefined}
        isReadOnly
        isMono
        action={<CopyButton text={url} label="Copy the link" />}
      />
      <p className="text-13 text-secondary">
        It opens in any browser on this computer, while Pricebook is open with its HTTP API on. For other computers, run
        the server on an address they can reach and make the link through its API.
      </p>
    </div>
  );
}
