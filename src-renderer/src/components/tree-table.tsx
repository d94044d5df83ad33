import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { GridBox } from './grid-box';
import { gridLayout } from './grid-layout';
import { HeaderCell, type TableSort } from './header-cell';

export interface TreeColumn<G, R> {
  id: string;
  header: string;
  width?: string;
  align?: 'start' | 'end';
  sortKey?: string;
  group(group: G): ReactNode;
  row(row: R, group: G): ReactNode;
}

export interface TreeTableProps<G, R> {
  label: string;
  groups: readonly G[];
  groupKey(group: G): string;
  rowsOf(group: G): readonly R[];
  rowKey(row: R): string;
  columns: readonly TreeColumn<G, R>[];
  sort?: TableSort | null;
  onSort?(sort: TableSort): void;
  /** Keys of the closed groups: the caller keeps them, so that they survive a reload. */
  closed: ReadonlySet<string>;
  onClosed(closed: ReadonlySet<string>): void;
  /** Totals below: one array of cells per line, as many as there are columns. */
  footer?: readonly { key: string; cells: readonly ReactNode[] }[];
  onOpenRow?(row: R, group: G): void;
}

const cellClass = 'flex min-w-0 items-center px-3 py-2';

/** Groups with their rows: a tree grid. Arrows move, ←/→ (or −/+) close and open, Shift+←/→ all of them. */
export function TreeTable<G, R>(props: TreeTableProps<G, R>) {
  const { groups, groupKey, rowsOf, rowKey, columns, closed, onClosed, onOpenRow } = props;
  const body = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const lines = groups.flatMap((group) => {
    const isOpen = !closed.has(groupKey(group));
    const head = { key: groupKey(group), group, row: null as R | null, isOpen };
    return isOpen
      ? [
          head,
          ...rowsOf(group).map((row) => ({
            key: `${groupKey(group)}/${rowKey(row)}`,
            group,
            row: row as R | null,
            isOpen,
          })),
        ]
      : [head];
  });
  const currentKey = lines.some((line) => line.key === active) ? active : lines[0]?.key;

  const setOpen = (key: string, isOpen: boolean) => {
    const next = new Set(closed);
    if (isOpen) next.delete(key);
    else next.add(key);
    onClosed(next);
  };
  const setAllOpen = (isOpen: boolean) => onClosed(isOpen ? new Set() : new Set(groups.map(groupKey)));
  const moveTo = (index: number) => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (!line) return;
    setActive(line.key);
    body.current?.querySelectorAll<HTMLElement>('[role=row]')[lines.indexOf(line)]?.focus();
  };

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const line = lines[index];
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = { '+': 'ArrowRight', '-': 'ArrowLeft', j: 'ArrowDown', k: 'ArrowUp' }[event.key] ?? event.key;
    const isOnRow = event.target === event.currentTarget;
    if (key === 'ArrowDown') moveTo(index + 1);
    else if (key === 'ArrowUp') moveTo(index - 1);
    else if (key === 'Home') moveTo(0);
    else if (key === 'End') moveTo(lines.length - 1);
    else if (key === 'ArrowRight' && event.shiftKey) setAllOpen(true);
    else if (key === 'ArrowLeft' && event.shiftKey) setAllOpen(false);
    else if (key === 'ArrowRight' && line.row === null && line.isOpen) moveTo(index + 1);
    else if (key === 'ArrowRight' && line.row === null) setOpen(line.key, true);
    else if (key === 'ArrowLeft' && line.row === null) setOpen(line.key, false);
    else if (key === 'ArrowLeft') moveTo(lines.findIndex((other) => other.key === groupKey(line.group)));
    else if (isOnRow && (key === 'Enter' || key === ' ')) {
      if (line.row === null) setOpen(line.key, !line.isOpen);
      else if (onOpenRow) onOpenRow(line.row, line.group);
      else return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const { template, minWidth } = gridLayout(columns.map((column) => column.width));
  const footer = props.footer ?? [];
  return (
    <GridBox
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={lines.length + 1 + footer.length}
      aria-colcount={columns.length}
      className="overflow-auto rounded-control border border-line"
    >
      <GridBox role="rowgroup" className="sticky top-0 z-10 bg-sunken" style={{ minWidth }}>
        <GridBox
          role="row"
          aria-rowindex={1}
          className="grid h-9 border-b border-line"
          style={{ gridTemplateColumns: template }}
        >
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
          ))}
        </GridBox>
      </GridBox>
      <GridBox role="rowgroup" ref={body} style={{ minWidth }}>
        {lines.map((line, index) => {
          const { row, group } = line;
          const isGroup = row === null;
          return (
            <GridBox
              key={line.key}
              role="row"
              aria-rowindex={index + 2}
              aria-level={isGroup ? 1 : 2}
              aria-expanded={isGroup ? line.isOpen : undefined}
              tabIndex={line.key === currentKey ? 0 : -1}
              onFocus={() => setActive(line.key)}
              onKeyDown={(event) => onKeyDown(event, index)}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest('a, button')) return;
                if (isGroup) setOpen(line.key, !line.isOpen);
                else onOpenRow?.(row, group);
              }}
              className={`focus-inset grid min-h-10 border-b border-line hover:bg-hover ${isGroup ? 'font-semibold' : ''}`}
              style={{ gridTemplateColumns: template }}
            >
              {columns.map((column, columnIndex) => (
                <GridBox
                  key={column.id}
                  role={columnIndex === 0 ? 'rowheader' : 'gridcell'}
                  className={`${cellClass} ${column.align === 'end' ? 'justify-end text-right' : ''} ${columnIndex === 0 && !isGroup ? 'pl-10' : ''}`}
                >
                  {columnIndex === 0 && isGroup && (
                    <span aria-hidden className="mr-1.5 shrink-0 text-muted">
                      {line.isOpen ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
                    </span>
                  )}
                  <span className="min-w-0 break-words">{isGroup ? column.group(group) : column.row(row, group)}</span>
                </GridBox>
              ))}
            </GridBox>
          );
        })}
      </GridBox>
      {footer.length > 0 && (
        <GridBox role="rowgroup" className="bg-sunken font-semibold" style={{ minWidth }}>
          {footer.map((line, index) => (
            <GridBox
              key={line.key}
              role="row"
              aria-rowindex={lines.length + 2 + index}
              className="grid min-h-10 border-b border-line last:border-b-0"
              style={{ gridTemplateColumns: template }}
            >
              {columns.map((column, columnIndex) => (
                <GridBox
                  key={column.id}
                  role={columnIndex === 0 ? 'rowheader' : 'gridcell'}
                  className={`${cellClass} ${column.align === 'end' ? 'justify-end text-right' : ''}`}
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
