import type { CustomerPlan } from '@shared/entities/customer-plan';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useRowHeight } from '../../app/ui-store';
import { Checkbox } from '../../components/checkbox';
import { dataCellClass } from '../../components/data-row';
import { GridBox } from '../../components/grid-box';
import { GridHead } from '../../components/grid-head';
import { gridLayout, headerHeight, leastTableHeight } from '../../components/grid-layout';
import { hasFocus } from '../../components/has-focus';
import type { TableSort } from '../../components/header-cell';
import { elementKeys } from '../../components/row-keys';
import type { RowSource } from '../../components/row-source';
import { useDrawnInSlices } from '../../components/use-drawn-in-slices';
import { useFollowedRow } from '../../components/use-followed-row';
import { useStable } from '../../components/use-stable';
import type { NamedPlan } from '../plans/plans-by-text';
import type { CellExit } from './plan-cell-editor';
import { type CellPlace, cellAfterKey, planColumns } from './plan-columns';
import { type PlanField, planFields, planRowKey, storedCells } from './plan-drafts';
import { PlanRow } from './plan-row';
import type { PlanDrafts } from './use-plan-drafts';

export type SelectedPlans = ReadonlyMap<string, CustomerPlan>;

interface Props {
  rows: RowSource<CustomerPlan>;
  drafts: PlanDrafts;
  plans: readonly NamedPlan[];
  zone: string;
  sort: TableSort;
  onSort(sort: TableSort): void;
  selected: SelectedPlans;
  onSelect(selected: SelectedPlans): void;
  onSelectAll(): void;
  /** A block was pasted from this row and cell on. */
  onPaste(row: number, field: PlanField, text: string): void;
}

/**
 * Customers and their plans as a spreadsheet: arrows move between cells, Enter, F2 or typing edits, Delete empties,
 * Shift+Space and Shift+arrows select rows, blocks are pasted, Ctrl/Cmd+Z takes the last edit back.
 */
export function PlanGrid(props: Props) {
  const { rows, drafts, plans, zone, selected, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [place, setPlace] = useState<CellPlace>({ row: 0, column: 2 });
  const current = { ...place, row: Math.min(place.row, rows.total - 1) };
  const [edit, setEdit] = useState<{ row: CustomerPlan; text: string; isTyped: boolean } | null>(null);
  const rowHere = rows.at(current.row);
  // An edit belongs to its row, wherever others coming in push it.
  const editing = edit && rowHere && planRowKey(edit.row) === planRowKey(rowHere) ? edit : null;
  const wantsFocus = useRef(false);
  const heldFocus = useRef(false);
  const field = planColumns[current.column]?.field;

  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingEnd: headerHeight,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current.row])].sort((a, b) => a - b),
  });
  const visible = useDrawnInSlices(virtual.getVirtualItems());
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const { show } = rows;
  useEffect(() => show(startIndex, endIndex), [show, startIndex, endIndex]);

  useFollowedRow(scroller, current.row, rows, planRowKey, visible, (row) => setPlace((old) => ({ ...old, row })));
  const cellElement = () =>
    scroller.current?.querySelector<HTMLElement>(`[data-cell="${current.row}-${current.column}"]`);
  // A cell far away only exists after the scroll has been rendered: the wish to focus it waits until then.
  useLayoutEffect(() => {
    // A row is another one once its days are: the cell that had the focus went with it.
    if (heldFocus.current && document.activeElement === document.body) wantsFocus.current = true;
    if (!wantsFocus.current || editing) return;
    const element = cellElement();
    if (!element) return;
    // The row of a page that loads is another element once it is there; meanwhile somebody may have gone elsewhere.
    const isHere = hasFocus(scroller.current);
    wantsFocus.current = isHere && rowHere === undefined;
    if (!isHere) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  const goTo = (next: CellPlace) => {
    wantsFocus.current = true;
    setPlace(next);
    virtual.scrollToIndex(next.row);
  };
  const cellsOf = (row: CustomerPlan) => drafts.drafts.get(planRowKey(row))?.cells ?? storedCells(row, zone);
  const startEdit = (at: CellPlace, typed?: string) => {
    const row = rows.at(at.row);
    const edited = planColumns[at.column]?.field;
    if (!row || !edited) return;
    // At once, so that the key that started the edit is typed into the field it opens.
    flushSync(() => {
      setPlace(at);
      const isPlan = edited === 'plan';
      setEdit({
        row,
        text: typed !== undefined && isPlan ? '' : cellsOf(row)[edited],
        isTyped: typed !== undefined && isPlan,
      });
    });
    scroller.current?.querySelector<HTMLInputElement>(`[data-cell="${at.row}-${at.column}"] input`)?.focus();
  };
  const endEdit = (text: string | null, exit: CellExit) => {
    if (!editing) return;
    setEdit(null);
    const { row } = editing;
    if (text !== null && field && text !== cellsOf(row)[field]) drafts.edit([{ row, field, text }]);
    if (exit === 'stay' && text !== null && !scroller.current?.contains(document.activeElement)) return;
    const below = exit === 'down' ? Math.min(current.row + 1, rows.total - 1) : current.row;
    const step = exit === 'next' ? 1 : exit === 'previous' ? -1 : 0;
    goTo({ row: below, column: Math.max(0, Math.min(planColumns.length - 1, current.column + step)) });
  };
  const toggle = (row: CustomerPlan, isOn?: boolean) => {
    const next = new Map(selected);
    const key = planRowKey(row);
    if (!(isOn ?? !next.has(key))) next.delete(key);
    else next.set(key, row);
    onSelect(next);
  };
  const extend = (to: number) => {
    const next = new Map(selected);
    for (const index of [current.row, to]) {
      const row = rows.at(index);
      if (row) next.set(planRowKey(row), row);
    }
    onSelect(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const isOnCell = event.target instanceof Element && event.target.hasAttribute('data-cell');
    if (editing || event.altKey || !isOnCell) return;
    const row = rows.at(current.row);
    const mod = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeight) - 2);
    const target = cellAfterKey(event, current, { rows: rows.total, page });
    if (target) {
      if (event.shiftKey && target.row !== current.row && event.key.startsWith('Arrow')) extend(target.row);
      goTo(target);
    } else if (mod && event.key.toLowerCase() === 'a') props.onSelectAll();
    else if (mod && event.key.toLowerCase() === 'z') drafts.undo();
    else if (mod) return;
    else if (event.key === 'Enter' || event.key === 'F2') startEdit(current);
    else if (row && event.key === ' ' && (event.shiftKey || !field)) toggle(row);
    else if (row && field && (event.key === 'Delete' || event.key === 'Backspace')) {
      drafts.edit([{ row, field, text: '' }]);
    } else if (event.key === 'Escape' && selected.size > 0) onSelect(new Map());
    else if (field && event.key.length === 1) {
      startEdit(current, event.key);
      event.stopPropagation();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Rows keep these while the grid is drawn again, so that a step of the keyboard draws the two it is about.
  const rowToggle = useStable((row: CustomerPlan) => toggle(row));
  const rowCell = useStable((row: number, column: number) => setPlace({ row, column }));
  const rowEdit = useStable((row: number, column: number) => startEdit({ row, column }));
  const rowDone = useStable(endEdit);
  const rowCancel = useStable(() => endEdit(null, 'stay'));
  const onCopy = (event: ClipboardEvent) => {
    const row = rows.at(current.row);
    if (editing || !row) return;
    const lines =
      selected.size > 0
        ? [...selected.values()].map((one) => [
            one.name,
            one.external_id,
            ...planFields.map((name) => cellsOf(one)[name]),
          ])
        : [[field ? cellsOf(row)[field] : current.column === 0 ? row.name : row.external_id]];
    event.clipboardData.setData('text/plain', lines.map((cells) => cells.join('\t')).join('\n'));
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing) return;
    event.preventDefault();
    props.onPaste(current.row, field ?? 'plan', event.clipboardData.getData('text/plain'));
  };

  const keyOf = elementKeys(rows, planRowKey);
  const { template, minWidth } = gridLayout(['2.5rem', ...planColumns.map(({ width }) => width)]);
  const inView = visible.flatMap(({ index }) => rows.at(index) ?? []);
  const isAll = inView.length > 0 && inView.every((row) => selected.has(planRowKey(row)));
  return (
    <GridBox
      ref={scroller}
      role="grid"
      aria-label="Plans of customers"
      aria-rowcount={rows.total + 1}
      aria-colcount={planColumns.length + 1}
      aria-busy={rows.isStale}
      aria-multiselectable
      onFocus={() => {
        heldFocus.current = true;
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        heldFocus.current = currentTarget.contains(relatedTarget);
      }}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
      onPaste={onPaste}
      className="overflow-auto rounded-control border border-line"
      style={{ minHeight: leastTableHeight(virtual.getTotalSize()) }}
    >
      <GridHead
        columns={planColumns}
        sort={props.sort}
        onSort={props.onSort}
        template={template}
        minWidth={minWidth}
        first={
          <GridBox role="columnheader" className={dataCellClass}>
            <Checkbox
              aria-label="Select all that match"
              isSelected={isAll}
              isIndeterminate={selected.size > 0 && !isAll}
              onChange={(isOn) => (isOn ? props.onSelectAll() : onSelect(new Map()))}
            />
          </GridBox>
        }
      />
      <GridBox role="rowgroup" className="relative" style={{ height: virtual.getTotalSize(), minWidth }}>
        {visible.map(({ index, start }) => {
          const row = rows.at(index);
          const key = row && planRowKey(row);
          const isCurrent = index === current.row;
          return (
            <PlanRow
              key={keyOf(index)}
              row={row}
              index={index}
              edited={key === undefined ? undefined : drafts.drafts.get(key)?.cells}
              problem={key === undefined ? undefined : drafts.problems.get(key)}
              zone={zone}
              plans={plans}
              isSelected={key !== undefined && selected.has(key)}
              currentColumn={isCurrent ? current.column : null}
              editing={isCurrent ? editing : null}
              template={template}
              height={rowHeight}
              top={start}
              onToggle={rowToggle}
              onCell={rowCell}
              onEdit={rowEdit}
              onDone={rowDone}
              onCancel={rowCancel}
            />
          );
        })}
      </GridBox>
    </GridBox>
  );
}
