import { Button } from '../../../components/button';
import { Dialog } from '../../../components/dialog';

interface Props {
  count: number;
  onStay(): void;
  onKeep(): void;
  onDiscard(): void;
}

/** Asked before a page with unsaved charges is left. */
export function LeaveQuestion({ count, onStay, onKeep, onDiscard }: Props) {
  return (
    <Dialog
      title="Leave without saving?"
      role="alertdialog"
      isOpen
      onClose={onStay}
      footer={
        <>
          <Button kind="danger" onPress={onDiscard} className="mr-auto">
            Discard
          </Button>
          <Button onPress={onKeep}>Keep for later</Button>
          <Button kind="primary" onPress={onStay} autoFocus>
            Stay
          </Button>
        </>
      }
    >
      <p className="text-14 text-secondary">
        {count === 0
          ? 'The charge you are filling in has not been saved.'
          : count === 1
            ? 'One charge has not been saved.'
            : `${count} charges have not been saved.`}{' '}
        “Keep for later” holds on to them until Pricebook is closed.
      </p>
    </Dialog>
  );
}
