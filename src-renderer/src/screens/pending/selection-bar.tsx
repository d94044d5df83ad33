import type { PendingChange } from '@shared/entities/sync';
import { Button } from '../../components/button';
import { countText } from '../../format/quantity';
import type { ChangeActions } from './use-change-actions';

interface Props {
  selected: readonly PendingChange[];
  actions: ChangeActions;
  /** Whether changes may go without a review. */
  canRelease: boolean;
  onSend(): void;
  onRevert(): void;
  onExport(): void;
  onClear(): void;
}

/** What can be done with the selected changes. */
export function SelectionBar({ selected, actions, canRelease, onSend, onRevert, onExport, onClear }: Props) {
  return (
    <section
      aria-label="Selected changes"
      className="flex flex-wrap items-center gap-2 rounded-control border border-line bg-selected px-3 py-1.5"
    >
      <span className="mr-2 text-14 font-medium">{countText(selected.length, 'change', 'changes')} selected</span>
      <Button onPress={onSend}>Send…</Button>
      <Button isPending={actions.isBusy} onPress={() => actions.hold(selected)}>
        Hold back
      </Button>
      {canRelease && <Button onPress={() => actions.release(selected)}>Release</Button>}
      <Button onPress={onExport}>Export…</Button>
      <Button onPress={onRevert}>Take back…</Button>
      <Button kind="quiet" className="ml-auto" onPress={onClear}>
        Clear
      </Button>
    </section>
  );
}
