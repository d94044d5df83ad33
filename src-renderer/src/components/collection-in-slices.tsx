import { type ReactNode, useDeferredValue } from 'react';
import { Collection } from 'react-aria-components';

/** As many options as fill a popover. */
const firstOptions = 12;

interface Props<T extends object> {
  items: readonly T[];
  /** See Collection. */
  dependencies?: readonly unknown[];
  children(item: T): ReactNode;
}

/** The options of a popover's list: those in sight come with it, the others right after, and typing waits for neither. */
export function CollectionInSlices<T extends object>({ items, dependencies = [], children }: Props<T>) {
  const drawn = useDeferredValue(items, items.slice(0, firstOptions));
  return (
    <Collection items={drawn} dependencies={dependencies}>
      {children}
    </Collection>
  );
}
