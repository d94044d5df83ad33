import { memo, type ReactNode } from 'react';
import { Checkbox } from './checkbox';
import { GridBox } from './grid-box';
import { type MenuAction, MoreMenu } from './menu';

export interface DataColumn<T> {
  id: string;
  header: string;
  cell(row: T): ReactNode;
  /** A CSS grid track: "minmax(12rem, 2fr)", "8rem". Default minmax(8rem, 1fr). */
  width?: string;
  align?: 'start' | 'end';
  /** The field this column sorts by; without one its header is plain text. */
  sortKey?: string;
}

export const dataCellClass = 'flex min-w-0 items-center px-3';

interface Props<T> {
  /** Undefined while its page loads. */
  row: T | undefined;
  index: number;
  columns: readonly DataColumn<T>[];
  rowText(row: T): string;
  rowActions: ((row: T) => readonly MenuAction[]) | undefined;
  /** The one row the Tab key reaches. */
  isCurrent: boolean;
  /** Undefined in a table without selection. */
  isSelected: boolean | undefined;
  template: string;
  height: number;
  /** Pixels from the top of the rows; null lets the row take its place after the one before, as high as its text. */
  top: number | null;
  onFocus(index: number): void;
  onOpen(row: T): void;
  onToggle(row: T): void;
  onMenu(index: number): void;
}

/** One row of a DataTable, placed where the virtual list wants it; drawn again only when something about it changes. */
export const DataRow = memo(Row) as typeof Row;

function Row<T>(props: Props<T>) {
  const { row, index, columns, rowText, rowActions, isCurrent, isSelected, template, height, top } = props;
  const text = row === undefined ? '' : rowText(row);
  const actions = rowActions ? (row === undefined ? [] : rowActions(row)) : null;
  return (
    <GridBox
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={() => props.onFocus(index)}
      onClick={(event) => {
        const isOnControl = event.target instanceof Element && event.target.closest('a, button, input, label');
        if (!isOnControl && row !== undefined) props.onOpen(row);
      }}
      onContextMenu={(event) => {
        if (!actions?.length) return;
        event.preventDefault();
        props.onMenu(index);
      }}
      className={`group/row focus-inset grid break-inside-avoid border-b border-line hover:bg-hover ${top === null ? 'py-2' : 'absolute inset-x-0'} ${isSelected ? 'bg-selected' : actions ? 'bg-surface' : ''}`}
      style={{ gridTemplateColumns: template, ...(top !== null && { height, transform: `translateY(${top}px)` }) }}
    >
      {isSelected !== undefined && (
        <GridBox role="gridcell" className={dataCellClass}>
          {row !== undefined && (
            <Checkbox
              aria-label={`Select ${text}`}
              isSelected={isSelected}
              onChange={() => props.onToggle(row)}
              excludeFromTabOrder={!isCurrent}
            />
          )}
        </GridBox>
      )}
      {columns.map((column, columnIndex) => (
        <GridBox
          key={column.id}
          role={columnIndex === 0 ? 'rowheader' : 'gridcell'}
          className={`${dataCellClass} ${column.align === 'end' ? 'justify-end text-right' : ''}`}
        >
          {row === undefined ? (
            <span className="h-3 w-2/3 rounded-control bg-hover" />
          ) : (
            <span className={`min-w-0 ${top === null ? 'break-words [&_*]:whitespace-normal' : 'truncate'}`}>
              {column.cell(row)}
            </span>
          )}
        </GridBox>
      ))}
      {actions && (
        // In a table wider than the window the menu stays in reach; it lies over the row's focus ring, so it draws its part.
        <GridBox
          role="gridcell"
          className={`${dataCellClass} sticky right-0 justify-center bg-inherit px-0 group-focus-visible/row:shadow-[inset_-2px_0_var(--link),inset_0_2px_var(--link),inset_0_-2px_var(--link)]`}
        >
          {actions.length > 0 && <MoreMenu of={text} actions={actions} excludeFromTabOrder={!isCurrent} />}
        </GridBox>
      )}
    </GridBox>
  );
}
