import type { Connection, SyncStatus } from '@shared/entities/sync';
import { ConfirmDialog } from '../../../components/confirm-dialog';
import { toastDone } from '../../../components/toast';
import { useApiMutation } from '../../../door/use-api';
import { countText } from '../../../format/quantity';

interface Props {
  connection: Connection;
  status: SyncStatus;
  onClose(): void;
}

/** Asks before an environment is on its own again: what stays, and what is not sent. */
export function LeaveServerDialog({ connection, status, onClose }: Props) {
  const remove = useApiMutation('connection.remove');
  const confirm = () =>
    remove.mutate(
      {},
      {
        onSuccess: () => {
          toastDone('Left the server. Everything is still here.');
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      title="Leave the server?"
      confirmLabel="Leave"
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p className="break-all">{connection.base_url}</p>
      <p>
        Everything stays on this computer, and everything stays on the server; nothing is exchanged any more. The API
        key is forgotten. When you connect the same server again, it goes on where it was.
      </p>
      {status.pending > 0 && (
        <p>{countText(status.pending, 'change was not sent and stays', 'changes were not sent and stay')} here only.</p>
      )}
    </ConfirmDialog>
  );
}
