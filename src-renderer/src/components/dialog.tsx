import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { afterFrame } from './after-frame';
import { Button } from './button';
import { IconButton } from './icon-button';
import { useFocusAfterDialog } from './use-focus-after-dialog';

const sizes = { small: 'max-w-110', medium: 'max-w-150', large: 'max-w-240' };

export interface CloseQuestion {
  title: string;
  text: string;
  stayLabel: string;
  leaveLabel: string;
}

const discardQuestion: CloseQuestion = {
  title: 'Discard changes?',
  text: 'What you entered here has not been saved.',
  stayLabel: 'Keep editing',
  leaveLabel: 'Discard',
};

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  /** There is unsaved work: Escape, ✕ and a click outside ask before they close. */
  isDirty?: boolean;
  /** There is so much in it that taking it down would hold the key that closes it up: it is out of sight first. */
  isLong?: boolean;
  /** What they ask; by default about discarding what was entered. */
  closeQuestion?: CloseQuestion;
  size?: keyof typeof sizes;
  /** `sheet`: at the right edge, full height. */
  placement?: 'centre' | 'sheet';
  /** One sentence under the title. */
  description?: ReactNode;
  /** Buttons at the bottom, the primary one last. */
  footer?: ReactNode;
  children: ReactNode;
  role?: 'dialog' | 'alertdialog';
}

function AskBeforeClosing({ question, onStay, onLeave }: { question: CloseQuestion; onStay(): void; onLeave(): void }) {
  return (
    <Dialog
      title={question.title}
      role="alertdialog"
      size="small"
      isOpen
      onClose={onStay}
      footer={
        <>
          <Button onPress={onStay} autoFocus>
            {question.stayLabel}
          </Button>
          <Button kind="danger" onPress={onLeave}>
            {question.leaveLabel}
          </Button>
        </>
      }
    >
      <p className="text-14 text-secondary">{question.text}</p>
    </Dialog>
  );
}

/** A modal window. Mount it only while open (`{isOpen && <XDialog …/>}`), so that every opening starts fresh. */
export function Dialog(props: DialogProps) {
  const { title, isOpen, onClose, isDirty = false, size = 'small', placement = 'centre', footer } = props;
  const [isAsking, setAsking] = useState(false);
  useFocusAfterDialog();
  const [isLeaving, setLeaving] = useState(false);
  const tryClose = () => {
    if (isDirty) setAsking(true);
    else if (!props.isLong) onClose();
    else if (!isLeaving) {
      setLeaving(true);
      afterFrame(onClose);
    }
  };
  const isSheet = placement === 'sheet';
  return (
    <>
      <ModalOverlay
        isOpen={isOpen}
        isDismissable={props.role !== 'alertdialog'}
        onOpenChange={(open) => !open && tryClose()}
        className={`fixed inset-0 z-40 flex bg-backdrop ${isSheet ? 'justify-end' : 'items-center justify-center p-4'}`}
        // Another way to be out of sight would have all of it painted once more.
        {...(isLeaving && { style: { display: 'none' } })}
      >
        <Modal
          className={`flex w-full min-w-0 border border-line bg-raised text-ink shadow-sheet ${
            isSheet ? `h-full rounded-l-sheet ${sizes[size]}` : `max-h-full rounded-sheet ${sizes[size]}`
          }`}
        >
          <AriaDialog role={props.role ?? 'dialog'} className="flex max-h-full min-w-0 flex-1 flex-col outline-none">
            <header className="flex items-start justify-between gap-4 px-6 pt-5">
              <div className="min-w-0">
                <Heading slot="title" title={title} className="line-clamp-3 text-20 font-semibold break-words">
                  {title}
                </Heading>
                {props.description && <p className="mt-1 text-14 text-muted">{props.description}</p>}
              </div>
              <IconButton label="Close" icon={<X size={18} />} onPress={tryClose} className="-mr-2" />
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4">{props.children}</div>
            {footer && (
              <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-3">{footer}</footer>
            )}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
      {isAsking && (
        <AskBeforeClosing
          question={props.closeQuestion ?? discardQuestion}
          onStay={() => setAsking(false)}
          onLeave={onClose}
        />
      )}
    </>
  );
}
