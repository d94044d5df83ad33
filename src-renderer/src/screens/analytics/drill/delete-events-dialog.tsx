import { ConfirmDialog } from '../../../components/confirm-dialog';
import { toastDone } from '../../../components/toast';
import { useApiMutation, useApiQuery } from '../../../door/use-api';
import { countText } from '../../../format/quantity';

interface Props {
  ids: readonly string[];
  onClose(): void;
  onDeleted(): void;
}

/** Takes mistaken events away for good, with everything they added to usage and cost. */
export function DeleteEventsDialog({ ids, onClose, onDeleted }: Props) {
  const { data: connected } = useApiQuery('connection.get', {});
  const remove = useApiMutation('event.delete');
  const confirm = () =>
    remove.mutate(
      { ids: [...ids] },
      {
        onSuccess: ({ deleted }) => {
          onDeleted();
          onClose();
          toastDone(`Deleted ${countText(deleted, 'event', 'events')}`);
        },
      },
    );
  const [first] = ids;
  return (
    <ConfirmDialog
      title={ids.length === 1 ? 'Delete this event?' : `Delete ${countText(ids.length, 'event', 'events')}?`}
      confirmLabel={ids.length === 1 ? 'Delete event' : 'Delete events'}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {ids.length === 1 && <p className="font-medium break-all text-ink">{first}</p>}
      <p>
        {ids.length === 1 ? 'It leaves' : 'They leave'} every report at once, with the usage and the cost. This cannot
        be undone; a file that has {ids.length === 1 ? 'it' : 'them'} can be imported again.
      </p>
      {connected?.connection && <p>What was sent to the server stays there.</p>}
    </ConfirmDialog>
  );
}
