import type { ReactNode } from 'react';
import { GridBox } from './grid-box';
import { headerHeight } from './grid-layout';
import { type HeadedColumn, HeaderCell, type TableSort } from './header-cell';

interface Props {
  columns: readonly (HeadedColumn & { id: string })[];
  sort?: TableSort | null | undefined;
  onSort?: ((sort: TableSort) => void) | undefined;
  /** The tracks and the least width of the rows below. */
  template: string;
  minWidth: string;
  /** Headers before and after those of the columns. */
  first?: ReactNode;
  last?: ReactNode;
}

/** The first row of a grid, which stays while the others scroll, and on paper is there again on every page. */
export function GridHead({ columns, sort = null, onSort, template, minWidth, first, last }: Props) {
  return (
    <GridBox
      role="rowgroup"
      className="sticky top-0 z-10 break-inside-avoid break-after-avoid bg-sunken print:static print:table-header-group"
      style={{ minWidth }}
    >
      <GridBox
        role="row"
        aria-rowindex={1}
        className="grid border-b border-line print:h-auto! print:min-h-9 print:py-1"
        style={{ gridTemplateColumns: template, height: headerHeight }}
      >
        {first}
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
        {last}
      </GridBox>
    </GridBox>
  );
}
