/**
 * Moves the keyboard to where a page goes on once what had it is gone: to the last thing marked `data-after-dialog`, where
 * a page says so; else the list's current row or cell, else the page's heading.
 */
export function focusOnward() {
  const main = document.querySelector('main');
  (
    [...(main?.querySelectorAll<HTMLElement>('[data-after-dialog]') ?? [])].at(-1) ??
    main?.querySelector<HTMLElement>('[role=row][tabindex="0"], [data-cell][tabindex="0"]') ??
    main?.querySelector('h1')
  )?.focus();
}
