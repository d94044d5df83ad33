import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, type Ref } from 'react';
import { GridBox } from './grid-box';
import type { TreeLine } from './tree-lines';

export interface TreeColumn<G, R> {
  id: string;
  header: string;
  width?: string;
  align?: 'start' | 'end';
  sortKey?: string;
  /** First column only: how many columns a group's own line takes for its name. The cells between are left out. */
  groupSpan?: number;
  group(group: G): ReactNode;
  row(row: R, group: G): ReactNode;
}

export const treeCellClass = (align: 'start' | 'end' | undefined) =>
  `flex min-w-0 items-center px-3 py-2 ${align === 'end' ? 'justify-end text-right' : ''}`;

interface Props<G, R> {
  line: TreeLine<G, R>;
  index: number;
  columns: readonly TreeColumn<G, R>[];
  template: string;
  /** Pixels from the top of the rows; null lets the row take its place after the one before. */
  top: number | null;
  /** The one row the Tab key reaches. */
  isCurrent: boolean;
  /** Measures the row, which is as high as its text needs. */
  measure: Ref<HTMLDivElement>;
  onFocus(key: string): void;
  onKeyDown(event: KeyboardEvent, index: number): void;
  onPress(index: number): void;
}

/** One line of a TreeTable, drawn again only when something about it changes: scrolling moves the others. */
export const TreeRow = memo(Row) as typeof Row;

function Row<G, R>(props: Props<G, R>) {
  const { line, index, columns, template, top, isCurrent } = props;
  const { row, group, isOpen } = line;
  const isGroup = row === null;
  const span = isGroup ? (columns[0]?.groupSpan ?? 1) : 1;
  return (
    <GridBox
      ref={props.measure}
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-level={isGroup ? 1 : 2}
      aria-expanded={isGroup ? isOpen : undefined}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={() => props.onFocus(line.key)}
      onKeyDown={(event) => props.onKeyDown(event, index)}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button')) return;
        props.onPress(index);
      }}
      className={`focus-inset grid min-h-10 break-inside-avoid border-b border-line hover:bg-hover ${top === null ? '' : 'absolute inset-x-0'} ${isGroup ? 'break-after-avoid font-semibold' : ''}`}
      style={{ gridTemplateColumns: template, ...(top !== null && { transform: `translateY(${top}px)` }) }}
    >
      {columns.map((column, columnIndex) => {
        const isFirst = columnIndex === 0;
        if (!isFirst && columnIndex < span) return null;
        return (
          <GridBox
            key={column.id}
            role={isFirst ? 'rowheader' : 'gridcell'}
            aria-colindex={columnIndex + 1}
            aria-colspan={isFirst && span > 1 ? span : undefined}
            className={`${treeCellClass(column.align)} ${isFirst && !isGroup ? 'pl-10' : ''}`}
            style={isFirst ? { gridColumn: `span ${span}` } : undefined}
          >
            {isFirst && isGroup && (
              <span aria-hidden className="mr-1.5 shrink-0 text-muted">
                {isOpen ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
              </span>
            )}
            <span className="min-w-0 break-words">{isGroup ? column.group(group) : column.row(row, group)}</span>
          </GridBox>
        );
      })}
    </GridBox>
  );
}
