import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useRowHeight } from '../app/ui-store';
import type { RowSource } from '../door/use-api-rows';
import { Checkbox } from './checkbox';
import { HeaderCell, type TableSort } from './header-cell';
import { type MenuAction, MoreMenu } from './menu';
import { ErrorState, LoadingState } from './states';

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

export interface DataTableProps<T> {
  /** What the rows are: the table's accessible name. */
  label: string;
  rows: RowSource<T>;
  columns: readonly DataColumn<T>[];
  rowKey(row: T): string;
  /** The row in words, for its menu and its checkbox. */
  rowText(row: T): string;
  onOpen?(row: T): void;
  rowActions?(row: T): readonly MenuAction[];
  sort?: TableSort | null;
  onSort?(sort: TableSort): void;
  /** Keys of the selected rows; leave out for a table without selection. */
  selected?: ReadonlySet<string>;
  onSelect?(keys: ReadonlySet<string>): void;
  /** Shown in place of the rows when there are none. */
  empty: ReactNode;
}

const cellClass = 'flex min-w-0 items-center px-3';

/** A list of any length as a keyboard grid: J/K or arrows move, Enter opens, X selects, Shift+F10 opens the row's menu. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, columns, rowKey, rowText, onOpen, rowActions, selected, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const tableId = useId();
  const rowHeight = useRowHeight();
  const [active, setActive] = useState(0);
  const current = Math.min(active, Math.max(rows.total - 1, 0));

  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const visible = virtual.getVirtualItems();
  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? 0;
  const { show } = rows;
  useEffect(() => show(first, last), [show, first, last]);

  const rowElement = (index: number) => scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.total - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
    // The row may only exist after the scroll has been rendered.
    requestAnimationFrame(() => requestAnimationFrame(() => rowElement(next)?.focus({ preventScroll: true })));
  };
  const toggle = (row: T) => {
    if (!selected || !onSelect) return;
    const next = new Set(selected);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    onSelect(next);
  };

  const onKeyDown = (event: KeyboardEvent, row: T | undefined, index: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Keys pressed on a button or link inside the row are that control's own, except moving between rows.
    const isOnRow = event.target === event.currentTarget;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const target = {
      ArrowDown: index + 1,
      j: index + 1,
      ArrowUp: index - 1,
      k: index - 1,
      Home: 0,
      End: rows.total - 1,
      PageDown: index + page,
      PageUp: index - page,
    }[event.key];
    if (target !== undefined) moveTo(target);
    else if (isOnRow && row && event.key === 'Enter') onOpen?.(row);
    else if (isOnRow && row && (event.key === 'x' || event.key === ' ') && onSelect) toggle(row);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(index);
    else if (event.key === 'Escape' && selected && selected.size > 0) onSelect?.(new Set());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const openMenu = (index: number) => rowElement(index)?.querySelector<HTMLElement>('[aria-haspopup]')?.click();

  if (rows.error) return <ErrorState error={rows.error} onRetry={rows.retry} />;
  if (rows.isLoading) return <LoadingState label={`Loading ${props.label}`} />;
  if (rows.total === 0) return props.empty;

  const template = [
    ...(onSelect ? ['2.5rem'] : []),
    ...columns.map((column) => column.width ?? 'minmax(8rem, 1fr)'),
    ...(rowActions ? ['3rem'] : []),
  ].join(' ');
  const minWidth = `${columns.length * 8 + 4}rem`;
  const loadedKeys = visible.flatMap(({ index }) => {
    const row = rows.at(index);
    return row === undefined ? [] : [rowKey(row)];
  });

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.total + 1}
      aria-colcount={columns.length + (onSelect ? 1 : 0) + (rowActions ? 1 : 0)}
      aria-busy={rows.isStale}
      aria-multiselectable={onSelect ? true : undefined}
      id={tableId}
      className="min-h-0 flex-1 overflow-auto rounded-control border border-line"
    >
      <div role="rowgroup" className="sticky top-0 z-10 bg-sunken" style={{ minWidth }}>
        <div
          role="row"
          aria-rowindex={1}
          className="grid h-9 border-b border-line"
          style={{ gridTemplateColumns: template }}
        >
          {onSelect && (
            <div role="columnheader" className={cellClass}>
              <Checkbox
                aria-label="Select the rows in view"
                isSelected={loadedKeys.length > 0 && loadedKeys.every((key) => selected?.has(key))}
                isIndeterminate={(selected?.size ?? 0) > 0 && !loadedKeys.every((key) => selected?.has(key))}
                onChange={(isOn) => onSelect(isOn ? new Set([...(selected ?? []), ...loadedKeys]) : new Set())}
              />
            </div>
          )}
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
          ))}
          {rowActions && (
            <div role="columnheader" className={cellClass}>
              <span className="sr-only">Actions</span>
            </div>
          )}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize(), minWidth }}>
        {visible.map(({ index, start }) => {
          const row = rows.at(index);
          const isSelected = row !== undefined && selected?.has(rowKey(row)) === true;
          return (
            <div
              key={index}
              role="row"
              data-row={index}
              aria-rowindex={index + 2}
              aria-selected={onSelect ? isSelected : undefined}
              tabIndex={index === current ? 0 : -1}
              onFocus={() => setActive(index)}
              onKeyDown={(event) => onKeyDown(event, row, index)}
              onClick={(event) => {
                const onControl = event.target instanceof Element && event.target.closest('a, button, input, label');
                if (row && !onControl) onOpen?.(row);
              }}
              onContextMenu={(event) => {
                if (!rowActions) return;
                event.preventDefault();
                openMenu(index);
              }}
              className={`focus-inset absolute inset-x-0 grid border-b border-line hover:bg-hover ${isSelected ? 'bg-selected' : ''}`}
              style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${start}px)` }}
            >
              {onSelect && (
                <div role="gridcell" className={cellClass}>
                  {row !== undefined && (
                    <Checkbox
                      aria-label={`Select ${rowText(row)}`}
                      isSelected={isSelected}
                      onChange={() => toggle(row)}
                    />
                  )}
                </div>
              )}
              {columns.map((column, columnIndex) => (
                <div
                  key={column.id}
                  role={columnIndex === 0 ? 'rowheader' : 'gridcell'}
                  className={`${cellClass} ${column.align === 'end' ? 'justify-end text-right' : ''}`}
                >
                  {row === undefined ? (
                    <span className="h-3 w-2/3 rounded-control bg-hover" />
                  ) : (
                    <span className="min-w-0 truncate">{column.cell(row)}</span>
                  )}
                </div>
              ))}
              {rowActions && (
                <div role="gridcell" className={`${cellClass} justify-center px-0`}>
                  {row !== undefined && rowActions(row).length > 0 && (
                    <MoreMenu of={rowText(row)} actions={rowActions(row)} />
                  )}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
