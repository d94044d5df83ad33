import type { ReactNode } from 'react';
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
  text: string;
  /** The one row the Tab key reaches. */
  isCurrent: boolean;
  /** Undefined in a table without selection. */
  isSelected: boolean | undefined;
  actions: readonly MenuAction[] | null;
  template: string;
  height: number;
  top: number;
  onFocus(): void;
  onOpen: (() => void) | undefined;
  onToggle(): void;
  onMenu(): void;
}

/** One row of a DataTable, placed where the virtual list wants it. */
export function DataRow<T>(props: Props<T>) {
  const { row, index, columns, text, isCurrent, isSelected, actions, template, height, top } = props;
  return (
    <GridBox
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={props.onFocus}
      onClick={(event) => {
        const isOnControl = event.target instanceof Element && event.target.closest('a, button, input, label');
        if (!isOnControl) props.onOpen?.();
      }}
      onContextMenu={(event) => {
        if (!actions?.length) return;
        event.preventDefault();
        props.onMenu();
      }}
      className={`group/row focus-inset absolute inset-x-0 grid border-b border-line hover:bg-hover ${isSelected ? 'bg-selected' : actions ? 'bg-surface' : ''}`}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
    >
      {isSelected !== undefined && (
        <GridBox role="gridcell" className={dataCellClass}>
          {row !== undefined && (
            <Checkbox
              aria-label={`Select ${text}`}
              isSelected={isSelected}
              onChange={props.onToggle}
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
            <span className="min-w-0 truncate">{column.cell(row)}</span>
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
