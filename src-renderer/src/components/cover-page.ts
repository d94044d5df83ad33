/** Above dialogs, below what hangs from a button. */
const coverClass = 'fixed inset-0 z-50';

/** Gives a popover the keyboard, where nothing in it has it. */
function focusIn(popover: HTMLElement) {
  if (popover.contains(document.activeElement)) return;
  popover.tabIndex = -1;
  popover.focus({ preventScroll: true });
}

/**
 * Takes the page behind a popover out of reach until it is called off: nothing of it is read out, and a press anywhere on
 * it only says `onLeave`. An inert page would do the same, but every element of it would get its style anew, twice.
 */
export function coverPage(popover: HTMLElement, onLeave: () => void): () => void {
  const cover = document.createElement('div');
  cover.className = coverClass;
  // Dialogs below leave it as it is.
  cover.dataset.reactAriaTopLayer = '';
  // The keyboard stays where it is; the press that opened the popover may still end here.
  cover.addEventListener('mousedown', (event) => event.preventDefault());
  cover.addEventListener('pointerdown', () => cover.addEventListener('click', onLeave, { once: true }));

  // What had the keyboard may be gone or disabled by now: what reaches nobody is for the popover.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== document.body) return;
    if (event.key === 'Escape') onLeave();
    else focusIn(popover);
  };
  document.addEventListener('keydown', onKeyDown);

  focusIn(popover);
  const hidden = [...document.body.children].filter(
    (one) =>
      !one.contains(popover) &&
      !one.hasAttribute('aria-hidden') &&
      !one.matches('script, [data-live-announcer], [data-react-aria-top-layer]'),
  );
  for (const one of hidden) one.setAttribute('aria-hidden', 'true');
  document.body.append(cover);
  return () => {
    document.removeEventListener('keydown', onKeyDown);
    cover.remove();
    for (const one of hidden) one.removeAttribute('aria-hidden');
  };
}
