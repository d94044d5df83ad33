import { useBlocker } from '@tanstack/react-router';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';

/** Asks before a page with unsaved entries is left, by whatever way. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({ shouldBlockFn: () => isDirty, enableBeforeUnload: isDirty, withResolver: true });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      title="Discard changes?"
      role="alertdialog"
      isOpen
      onClose={blocker.reset}
      footer={
        <>
          <Button onPress={blocker.reset} autoFocus>
            Keep editing
          </Button>
          <Button kind="danger" onPress={blocker.proceed}>
            Discard
          </Button>
        </>
      }
    >
      <p className="text-14 text-secondary">What you entered here has not been saved.</p>
    </Dialog>
  );
}
