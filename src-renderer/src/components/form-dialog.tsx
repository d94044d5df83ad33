import { type ReactNode, useId } from 'react';
import { Button } from './button';
import { Dialog, type DialogProps } from './dialog';
import { Form } from './form';
import { KeyHint } from './key-hint';

export interface FormDialogProps extends Omit<DialogProps, 'footer' | 'role' | 'isOpen'> {
  submitLabel: string;
  onSubmit(): void;
  isPending?: boolean;
  canSubmit?: boolean;
  /** See Form. */
  error?: unknown;
  fields?: readonly string[];
  attempts?: number;
  /** Left of the buttons. */
  footerStart?: ReactNode;
}

/** A dialog (or sheet) around one form: Cancel and submit below, Ctrl/⌘+Enter submits. Mount it while open. */
export function FormDialog({
  submitLabel,
  onSubmit,
  isPending,
  canSubmit = true,
  children,
  ...props
}: FormDialogProps) {
  const { error, fields, attempts, footerStart, ...dialog } = props;
  const formId = useId();
  const submit = () => {
    if (canSubmit && !isPending) onSubmit();
  };
  return (
    <Dialog
      {...dialog}
      isOpen
      footer={
        <>
          {footerStart && <div className="mr-auto">{footerStart}</div>}
          <Button onPress={props.onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} isPending={isPending} isDisabled={!canSubmit}>
            {submitLabel}
            <span aria-hidden className="ml-1 opacity-80">
              <KeyHint keys="Mod+Enter" inverse />
            </span>
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={submit} error={error} fields={fields} attempts={attempts}>
        {children}
      </Form>
    </Dialog>
  );
}
