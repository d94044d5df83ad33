import type { ReactNode } from 'react';
import { useEnvironment } from '../door/environment';
import { Button } from './button';
import { Dialog } from './dialog';
import { Notice } from './form';

interface Props {
  title: string;
  /** What will happen, in words, with counts. */
  children: ReactNode;
  confirmLabel: string;
  /** Destructive: a red button, the environment is named. */
  isDangerous?: boolean;
  isPending?: boolean;
  error?: Error | null;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something that reaches far. Cancel has the focus. Mount it while open. */
export function ConfirmDialog(props: Props) {
  const environment = useEnvironment();
  return (
    <Dialog
      title={props.title}
      role="alertdialog"
      isOpen
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose} autoFocus>
            Cancel
          </Button>
          <Button
            kind={props.isDangerous ? 'danger' : 'primary'}
            isPending={props.isPending ?? false}
            onPress={props.onConfirm}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-14 text-secondary">
        {props.error && <Notice kind="danger">{props.error.message}</Notice>}
        {props.children}
        {props.isDangerous && (
          <p>
            Environment: <strong className="font-semibold text-ink">{environment.name}</strong>
          </p>
        )}
      </div>
    </Dialog>
  );
}
