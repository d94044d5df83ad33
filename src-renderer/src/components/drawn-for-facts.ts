import { memo, type ReactNode } from 'react';

/** What a part is told, without what it calls. */
const factsOf = (props: object) => JSON.stringify(props);

/**
 * A part that is drawn again only when something that it is told changes (plain data, compared by value). What it calls
 * must do the same whenever it was drawn.
 */
export const drawnForFacts = <P extends object>(part: (props: P) => ReactNode) =>
  memo(part, (before, after) => factsOf(before) === factsOf(after));
