import { type RefObject, useEffectEvent, useLayoutEffect } from 'react';

const dialogs = '[role=dialog], [role=alertdialog]';
const overlays = `${dialogs}, [role=listbox], [role=menu], [data-react-aria-top-layer]`;

/**
 * Is a key with this target for the form? One pressed in it is. If a dialog is around it, so are those pressed elsewhere in
 * the dialog, and, while nothing is open over it, those that reach nobody: the dialog has just opened and what opened it
 * still has the keyboard, or a list in it has just closed and nothing has it yet.
 */
function isForForm(target: EventTarget | null, form: HTMLElement): boolean {
  if (!(target instanceof Element)) return false;
  const dialog = form.closest(dialogs);
  if (form.contains(target) || dialog?.contains(target)) return true;
  const isTopmost = dialog !== null && [...document.querySelectorAll(dialogs)].at(-1) === dialog;
  return isTopmost && target.closest(overlays) === null;
}

/** Ctrl/⌘+Enter submits the form. Heard before anything else does: buttons and lists take Enter for themselves. */
export function useSubmitKeys(form: RefObject<HTMLElement | null>, onSubmit: () => void) {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    if (!form.current || !isForForm(event.target, form.current)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) onSubmit();
  });
  // In the commit that shows the form: a key pressed as it appears is heard already.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen, true);
    return () => document.removeEventListener('keydown', listen, true);
  }, []);
}
