const onPage = (selector: string) => [...document.querySelectorAll<HTMLElement>(`main ${selector}`)];

// What the keyboard goes on with once the button it was on has gone away with what it did.

/** Removing the change that is in a place now, else the last one; without any, adding one. */
export const changeAt = (place: number) => {
  const removes = onPage('[data-remove-change]');
  return removes[place] ?? removes.at(-1) ?? onPage('[data-add-change]')[0];
};

/** Editing the first change, as after a dialog. */
export const firstChange = () => onPage('[data-after-dialog]')[0];

/** The tab of the comparison that is shown. */
export const comparison = () => onPage('[role=tab][aria-selected=true]')[0];
