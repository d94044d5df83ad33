import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { GridBox } from './grid-box';

export interface TableSort {
  field: string;
  direction: 'asc' | 'desc';
}

export interface HeadedColumn {
  header: string;
  align?: 'start' | 'end';
  /** What the rows are sorted by when the header is pressed; none: they are not. */
  sortKey?: string;
}

interface Props {
  column: HeadedColumn;
  sort: TableSort | null;
  onSort?: ((sort: TableSort) => void) | undefined;
}

/** A column's header; a sortable one is a button: first press ascending, next press the other way. */
export function HeaderCell({ column, sort, onSort }: Props) {
  const { header, align, sortKey } = column;
  const isSorted = sortKey !== undefined && sort?.field === sortKey;
  const place = align === 'end' ? 'justify-end text-right' : '';
  if (!sortKey || !onSort) {
    return (
      <GridBox
        role="columnheader"
        className={`flex min-w-0 items-center px-3 text-13 font-medium text-secondary ${place}`}
      >
        <span className="truncate print:whitespace-normal" title={header}>
          {header}
        </span>
      </GridBox>
    );
  }
  const Icon = isSorted ? (sort.direction === 'asc' ? ArrowUp : ArrowDown) : ChevronsUpDown;
  return (
    <GridBox
      role="columnheader"
      aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
      // Browsers leave buttons out where paper repeats a header.
      data-header={header}
      className={`flex min-w-0 items-center px-1.5 print:px-3 print:text-13 print:font-medium print:text-secondary print:before:content-[attr(data-header)] ${place}`}
    >
      <AriaButton
        onPress={() => onSort({ field: sortKey, direction: isSorted && sort.direction === 'asc' ? 'desc' : 'asc' })}
        className="flex h-7 min-w-0 items-center gap-1 rounded-control px-1.5 print:hidden text-13 font-medium text-secondary hover:bg-hover hover:text-ink"
      >
        <span className="truncate" title={header}>
          {header}
        </span>
        <Icon aria-hidden size={14} className="shrink-0" />
      </AriaButton>
    </GridBox>
  );
}
