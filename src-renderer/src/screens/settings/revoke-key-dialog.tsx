import type { ApiKey } from '@shared/entities/api-key';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { RelativeTime } from '../../components/relative-time';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';

/** Asks before a key is ended: what stops working, and that there is no way back. */
export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose(): void }) {
  const revoke = useApiMutation('apiKey.revoke');
  const confirm = () =>
    revoke.mutate(
      { id: apiKey.id },
      {
        onSuccess: () => {
          toastDone(`Key “${apiKey.name}” revoked`);
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      title={`Revoke “${apiKey.name}”?`}
      confirmLabel="Revoke key"
      isDangerous
      isPending={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        Everything that signs in with the key beginning <span className="font-mono text-13">{apiKey.hint}</span> stops
        working at once: its requests to {apiKey.access === 'write' ? 'read and change' : 'read'} the catalog get{' '}
        <span className="font-mono text-13">401 Unauthorized</span>.
      </p>
      <p>
        {apiKey.last_used_at ? (
          <>
            It was last used <RelativeTime instant={apiKey.last_used_at} />.
          </>
        ) : (
          'It has not been used yet.'
        )}{' '}
        A revoked key cannot be brought back; a new one can be created.
      </p>
    </ConfirmDialog>
  );
}
