import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'div'> {
  role: 'grid' | 'treegrid' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'gridcell';
}

/**
 * A part of a grid made of plain boxes. Table elements would lose their own roles here: rows are laid out by CSS grid
 * and placed by transforms, so that only those in view exist. Cells take no focus themselves; rows do.
 */
export function GridBox({ role, ...props }: Props) {
  return <div role={role} {...props} />;
}
