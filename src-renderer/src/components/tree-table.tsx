import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { GridBox } from './grid-box';
import { GridHead } from './grid-head';
import { rowAfterKey } from './grid-keys';
import { gridLayout, headerHeight, leastTableHeight } from './grid-layout';
import type { TableSort } from './header-cell';
import { type TreeShape, treeLines } from './tree-lines';
import { type TreeColumn, TreeRow, treeCellClass } from './tree-row';
import { useDrawnInSlices } from './use-drawn-in-slices';
import { useIsPrinting } from './use-is-printing';
import { useStable } from './use-stable';

export type { TreeColumn };

export interface TreeTableProps<G, R> extends TreeShape<G, R> {
  label: string;
  columns: readonly TreeColumn<G, R>[];
  sort?: TableSort | null;
  onSort?(sort: TableSort): void;
  /** The caller keeps the keys of the closed groups, so that they survive a reload. */
  onClosed(closed: ReadonlySet<string>): void;
  /** Totals below: one array of cells per line, as many as there are columns. */
  footer?: readonly { key: string; cells: readonly ReactNode[] }[];
  onOpenRow?(row: R, group: G): void;
}

/** What a row measures while its text fits one line. */
const leastRowHeight = 40;
/** More totals than these would leave no room for rows, so they scroll with them. */
const mostStickyTotals = 3;

/**
 * Groups with their rows: a tree grid of any length, of which only the rows in view exist (on paper all of them).
 * Arrows move, ←/→ (or −/+) close and open, Shift+←/→ all of them.
 */
export function TreeTable<G, R>(props: TreeTableProps<G, R>) {
  const { groups, groupKey, rowsOf, rowKey, columns, closed, onClosed, onOpenRow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isPrinting = useIsPrinting();
  const [active, setActive] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const lines = useMemo(
    () => treeLines({ groups, groupKey, rowsOf, rowKey, closed }),
    [groups, groupKey, rowsOf, rowKey, closed],
  );
  const current = useMemo(
    () =>
      Math.max(
        0,
        lines.findIndex((line) => line.key === active),
      ),
    [lines, active],
  );
  const footer = props.footer ?? [];
  const isFooterSticky = footer.length <= mostStickyTotals;

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => leastRowHeight,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
    // The header pushes the rows down and the totals lie over them: a row scrolled to must clear both.
    scrollPaddingEnd: headerHeight + (isFooterSticky ? footer.length * leastRowHeight : 0),
    // The current row stays mounted when scrolled away, so that the keyboard never loses its place.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].sort((a, b) => a - b),
  });
  const inView = useDrawnInSlices(virtual.getVirtualItems());
  const shown = isPrinting ? lines.map((_, index) => ({ index, start: null })) : inView;

  // A row far away only exists after the scroll has been rendered: the wish to focus it waits until then.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (!element) return;
    wantsFocus.current = false;
    element.focus({ preventScroll: true });
  });

  const setOpen = (key: string, isOpen: boolean) => {
    const next = new Set(closed);
    if (isOpen) next.delete(key);
    else next.add(key);
    onClosed(next);
  };
  const setAllOpen = (isOpen: boolean) => onClosed(isOpen ? new Set() : new Set(groups.map(groupKey)));
  const moveTo = (index: number) => {
    const line = lines[index];
    if (!line) return;
    wantsFocus.current = true;
    setActive(line.key);
    virtual.scrollToIndex(index);
  };
  const press = (index: number) => {
    const line = lines[index];
    if (!line) return;
    if (line.row === null) setOpen(line.key, !line.isOpen);
    else onOpenRow?.(line.row, line.group);
  };

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const line = lines[index];
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = { '+': 'ArrowRight', '-': 'ArrowLeft' }[event.key] ?? event.key;
    const isOnRow = event.target === event.currentTarget;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / leastRowHeight) - 2);
    const target = rowAfterKey(key, index, lines.length, page);
    if (target !== null) moveTo(target);
    else if (key === 'ArrowRight' && event.shiftKey) setAllOpen(true);
    else if (key === 'ArrowLeft' && event.shiftKey) setAllOpen(false);
    else if (key === 'ArrowRight' && line.row === null && line.isOpen) moveTo(Math.min(lines.length - 1, index + 1));
    else if (key === 'ArrowRight' && line.row === null) setOpen(line.key, true);
    else if (key === 'ArrowLeft' && line.row === null) setOpen(line.key, false);
    else if (key === 'ArrowLeft') moveTo(lines.findIndex((other) => other.key === groupKey(line.group)));
    else if (isOnRow && (key === 'Enter' || key === ' ') && (line.row === null || onOpenRow)) press(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // Rows keep these while the table is drawn again, so that scrolling and measuring do not draw every row.
  const rowKeyDown = useStable(onKeyDown);
  const rowPress = useStable(press);

  const { template, minWidth } = gridLayout(columns.map((column) => column.width));
  return (
    <GridBox
      ref={scroller}
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={lines.length + 1 + footer.length}
      aria-colcount={columns.length}
      className="max-h-[max(20rem,calc(100dvh-12rem))] overflow-auto rounded-control border border-line print:table print:max-h-none print:w-full print:overflow-visible"
      style={{ minHeight: leastTableHeight(virtual.getTotalSize()) }}
    >
      <GridHead columns={columns} sort={props.sort} onSort={props.onSort} template={template} minWidth={minWidth} />
      <GridBox
        role="rowgroup"
        className="relative print:table-row-group"
        style={{ minWidth, ...(!isPrinting && { height: virtual.getTotalSize() }) }}
      >
        {shown.map(({ index, start }) => {
          const line = lines[index];
          return (
            line && (
              <TreeRow
                key={line.key}
                line={line}
                index={index}
                columns={columns}
                template={template}
                top={start}
                isCurrent={index === current}
                measure={virtual.measureElement}
                onFocus={setActive}
                onKeyDown={rowKeyDown}
                onPress={rowPress}
              />
            )
          );
        })}
      </GridBox>
      {footer.length > 0 && (
        <GridBox
          role="rowgroup"
          className={`bg-sunken font-semibold print:table-row-group ${isFooterSticky ? 'sticky bottom-0 z-10 print:static' : ''}`}
          style={{ minWidth }}
        >
          {footer.map((line, index) => (
            <GridBox
              key={line.key}
              role="row"
              aria-rowindex={lines.length + 2 + index}
              className="grid min-h-10 break-inside-avoid border-b border-line last:border-b-0"
              style={{ gridTemplateColumns: template }}
            >
              {columns.map((column, columnIndex) => (
                <GridBox
                  key={column.id}
                  role={columnIndex === 0 ? 'rowheader' : 'gridcell'}
                  className={treeCellClass(column.align)}
                >
                  {line.cells[columnIndex]}
                </GridBox>
              ))}
            </GridBox>
          ))}
        </GridBox>
      )}
    </GridBox>
  );
}
