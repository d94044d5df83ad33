import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useRowHeight } from '../app/ui-store';
import { Checkbox } from './checkbox';
import { type DataColumn, DataRow, dataCellClass } from './data-row';
import { GridBox } from './grid-box';
import { GridHead } from './grid-head';
import { rowAfterKey } from './grid-keys';
import { gridLayout, headerHeight, leastTableHeight } from './grid-layout';
import { hasFocus } from './has-focus';
import type { TableSort } from './header-cell';
import type { MenuAction } from './menu';
import { elementKeys } from './row-keys';
import type { RowSource } from './row-source';
import { ErrorState, LoadingState } from './states';
import { useDrawnInSlices } from './use-drawn-in-slices';
import { useFollowedRow } from './use-followed-row';
import { useIsPrinting } from './use-is-printing';
import { useStable } from './use-stable';

export type { DataColumn };

export interface DataTableProps<T> {
  /** What the rows are: the table's accessible name. */
  label: string;
  rows: RowSource<T>;
  columns: readonly DataColumn<NoInfer<T>>[];
  rowKey(row: NoInfer<T>): string;
  /** The row in words, for its menu and its checkbox. */
  rowText(row: NoInfer<T>): string;
  onOpen?(row: NoInfer<T>): void;
  rowActions?(row: NoInfer<T>): readonly MenuAction[];
  sort?: TableSort | null;
  onSort?(sort: TableSort): void;
  /** Keys of the selected rows; leave out for a table without selection. */
  selected?: ReadonlySet<string>;
  onSelect?(keys: ReadonlySet<string>): void;
  /** Shown in place of the rows when there are none. */
  empty: ReactNode;
}

/** Lists of any length, with loading, error and empty states. See VirtualGrid for the keys. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, label } = props;
  if (rows.error) return <ErrorState error={rows.error} onRetry={rows.retry} />;
  if (rows.isLoading) return <LoadingState label={`Loading ${label}`} />;
  if (rows.total === 0) return props.empty;
  return <VirtualGrid {...props} />;
}

/** The rows as a keyboard grid: J/K or arrows move, Enter opens, X selects, Shift+F10 opens the row's menu. */
function VirtualGrid<T>(props: DataTableProps<T>) {
  const { onOpen, selected, onSelect } = props;
  // What was pressed or typed answers at once; the rows follow in slices that give way to the next key.
  const drawn = useDeferredValue(props);
  const { rows, columns, rowKey, rowText, rowActions } = drawn;
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [active, setActive] = useState(0);
  const current = Math.min(active, rows.total - 1);
  const wantsFocus = useRef(false);

  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The header pushes the rows down: a row scrolled to at the bottom must clear as much more.
    scrollPaddingEnd: headerHeight,
    // The current row stays mounted when scrolled away, so that the keyboard never loses its place.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].sort((a, b) => a - b),
  });
  const visible = useDrawnInSlices(virtual.getVirtualItems());
  const isPrinting = useIsPrinting();
  const shown = isPrinting ? loadedRows(rows) : visible;
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const { show } = props.rows;
  useEffect(() => show(startIndex, endIndex), [show, startIndex, endIndex]);

  useFollowedRow(scroller, current, rows, rowKey, visible, setActive);
  const rowElement = (index: number) => scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
  // A row far away only exists after the scroll has been rendered: the wish to focus it waits until then.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const element = rowElement(current);
    if (!element) return;
    // The row of a page that loads is another element once it is there; meanwhile somebody may have gone elsewhere.
    const isHere = hasFocus(scroller.current);
    wantsFocus.current = isHere && rows.at(current) === undefined;
    if (isHere) element.focus({ preventScroll: true });
  });

  const openMenu = (index: number) => {
    const trigger = rowElement(index)?.querySelector<HTMLElement>('[aria-haspopup]');
    trigger?.focus();
    // As by its own key: after a click from code the menu would not give its first action the focus.
    trigger?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
  };
  const toggle = (row: T) => {
    const next = new Set(selected);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    onSelect?.(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows.at(current);
    // Enter and Space on a button or link inside the row are that control's own.
    const isOnRow = event.target instanceof Element && event.target.hasAttribute('data-row');
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeight) - 2);
    const target = rowAfterKey(event.key, current, rows.total, page);
    if (target !== null) {
      wantsFocus.current = true;
      setActive(target);
      virtual.scrollToIndex(target);
    } else if (isOnRow && row && event.key === 'Enter') onOpen?.(row);
    else if (isOnRow && row && onSelect && (event.key === 'x' || event.key === ' ')) toggle(row);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(current);
    else if (event.key === 'Escape' && onSelect && selected?.size) onSelect(new Set());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // Rows keep these while the table is drawn again, so that a step of the keyboard draws the two it is about.
  const rowOpen = useStable((row: T) => onOpen?.(row));
  const rowToggle = useStable(toggle);
  const rowMenu = useStable(openMenu);

  const keyOf = elementKeys(rows, rowKey);
  const { template, minWidth } = gridLayout([
    ...(onSelect ? ['2.5rem'] : []),
    ...columns.map((column) => column.width),
    ...(rowActions ? ['3rem'] : []),
  ]);
  return (
    <GridBox
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.total + 1}
      aria-colcount={columns.length + (onSelect ? 1 : 0) + (rowActions ? 1 : 0)}
      aria-busy={props.rows.isStale}
      aria-multiselectable={onSelect ? true : undefined}
      onKeyDown={onKeyDown}
      className="overflow-auto rounded-control border border-line print:table print:w-full print:overflow-visible"
      style={{ minHeight: leastTableHeight(virtual.getTotalSize()) }}
    >
      <GridHead
        columns={columns}
        sort={props.sort}
        onSort={props.onSort}
        template={template}
        minWidth={minWidth}
        first={
          onSelect && (
            <SelectLoaded
              keys={visible.flatMap(({ index }) => rows.at(index) ?? []).map(rowKey)}
              selected={selected ?? new Set()}
              onSelect={onSelect}
            />
          )
        }
        last={
          rowActions && (
            <GridBox role="columnheader" className={`${dataCellClass} sticky right-0 bg-sunken`}>
              <span className="sr-only">Actions</span>
            </GridBox>
          )
        }
      />
      <GridBox
        role="rowgroup"
        className="relative print:table-row-group"
        style={{ minWidth, ...(!isPrinting && { height: virtual.getTotalSize() }) }}
      >
        {shown.map(({ index, start }) => {
          const row = rows.at(index);
          return (
            <DataRow
              key={keyOf(index)}
              row={row}
              index={index}
              columns={columns}
              rowText={rowText}
              rowActions={rowActions}
              isCurrent={index === current}
              isSelected={onSelect && row !== undefined && selected?.has(rowKey(row)) === true}
              template={template}
              height={rowHeight}
              top={start}
              onFocus={setActive}
              onOpen={rowOpen}
              onToggle={rowToggle}
              onMenu={rowMenu}
            />
          );
        })}
      </GridBox>
    </GridBox>
  );
}

/** What there is of the rows, one below the other: on paper nobody scrolls. */
const loadedRows = (rows: RowSource<unknown>) =>
  Array.from({ length: rows.total }, (_, index) => ({ index, start: null })).filter(
    ({ index }) => rows.at(index) !== undefined,
  );

interface SelectLoadedProps {
  keys: readonly string[];
  selected: ReadonlySet<string>;
  onSelect(keys: ReadonlySet<string>): void;
}

/** The checkbox above the checkboxes: all rows in view, or none at all. */
function SelectLoaded({ keys, selected, onSelect }: SelectLoadedProps) {
  const isAll = keys.length > 0 && keys.every((key) => selected.has(key));
  return (
    <GridBox role="columnheader" className={dataCellClass}>
      <Checkbox
        aria-label="Select the rows in view"
        isSelected={isAll}
        isIndeterminate={selected.size > 0 && !isAll}
        onChange={(isOn) => onSelect(isOn ? new Set([...selected, ...keys]) : new Set())}
      />
    </GridBox>
  );
}
