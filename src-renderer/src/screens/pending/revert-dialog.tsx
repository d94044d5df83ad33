import type { PendingChange } from '@shared/entities/sync';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { countText } from '../../format/quantity';
import { nameOf } from './change-words';
import type { ChangeActions } from './use-change-actions';

interface Props {
  changes: readonly PendingChange[];
  actions: ChangeActions;
  onDone(): void;
  onClose(): void;
}

/** Says what taking changes back does before it is done: nothing brings them here again. */
export function RevertDialog({ changes, actions, onDone, onClose }: Props) {
  const [only] = changes;
  const created = changes.filter(({ kind }) => kind === 'create').length;
  const versions = changes.filter(({ kind }) => kind === 'version').length;
  const others = changes.length - created - versions;
  const title =
    changes.length === 1 && only
      ? `Take back “${nameOf(only)}”?`
      : `Take back ${countText(changes.length, 'change', 'changes')}?`;
  return (
    <ConfirmDialog
      title={title}
      confirmLabel="Take back"
      isDangerous
      isPending={actions.isBusy}
      onClose={onClose}
      onConfirm={() =>
        actions.revert(changes, () => {
          onDone();
          onClose();
        })
      }
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {others > 0 && <li>{countText(others, 'row goes', 'rows go')} back to what the server has.</li>}
        {created > 0 && (
          <li>
            {countText(created, 'row was', 'rows were')} never sent: {created === 1 ? 'it' : 'they'} will be gone.
          </li>
        )}
        {versions > 0 && (
          <li>
            {countText(versions, 'price goes', 'prices go')} on with the version before, on subscriptions and in
            reports.
          </li>
        )}
      </ul>
    </ConfirmDialog>
  );
}
