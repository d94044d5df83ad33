/** Whether the focus is in a part of the page, or nowhere: what had it may have just gone. */
export const hasFocus = (part: HTMLElement | null): boolean =>
  document.activeElement === document.body || Boolean(part?.contains(document.activeElement));
