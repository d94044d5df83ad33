import type { Customer } from '@shared/entities/customer';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button';
import { CopyButton } from '../../components/copy-button';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
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

/** Makes a link to the usage page of one customer. The page is served by the HTTP API, so without it there is none. */
export function ShareUsageDialog({ customer, onClose }: Props) {
  const server = useApiQuery('apiServer.get', {});
  if (server.data?.url) return <MakeLink customer={customer} apiUrl={server.data.url} onClose={onClose} />;
  return (
    <Dialog
      title="Share usage link"
      isOpen
      onClose={onClose}
      footer={
        <Button kind="primary" onPress={onClose}>
          Close
        </Button>
      }
    >
      {server.error ? (
        <ErrorState error={server.error} onRetry={() => void server.refetch()} />
      ) : server.data ? (
        <Notice kind="info">
          The page that a link opens is served by the HTTP API, which is off. Switch it on in{' '}
          <Link to="/settings/api" className="rounded-control text-link underline">
            Settings
          </Link>
          , then come back.
        </Notice>
      ) : (
        <LoadingState rows={2} />
      )}
    </Dialog>
  );
}

function MakeLink({ customer, apiUrl, onClose }: Props & { apiUrl: string }) {
  const create = useApiMutation('portalLink.create');
  const [hours, setHours] = useState<string>('24');
  if (create.data) {
    const url = `${new URL(apiUrl).origin}/portal/#${create.data.token}`;
    return <MadeLink url={url} expiresAt={create.data.expires_at} onClose={onClose} />;
  }
  return (
    <FormDialog
      title="Share usage link"
      description="A page with this customer's usage trend and breakdown, to read only. Whoever has the link can open it."
      submitLabel="Create link"
      onSubmit={() => create.mutate({ customer_id: customer.id, expires_in_hours: Number(hours) })}
      onClose={onClose}
      isPending={create.isPending}
      error={create.error}
    >
      <Select label="The link works for" value={hours} onChange={setHours} options={expiries} />
    </FormDialog>
  );
}

function MadeLink({ url, expiresAt, onClose }: { url: string; expiresAt: string; onClose(): void }) {
  const { timezone } = useEnvironment();
  return (
    <Dialog
      title="Usage link created"
      description={`It works until ${formatDateTime(expiresAt, { zone: timezone })}.`}
      isOpen
      onClose={onClose}
      footer={
        <Button kind="primary" onPress={onClose}>
          Done
        </Button>
      }
    >
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
          It opens in any browser on this computer, while Pricebook is open with its HTTP API on. For other computers,
          run the server on an address they can reach and make the link through its API.
        </p>
      </div>
    </Dialog>
  );
}
