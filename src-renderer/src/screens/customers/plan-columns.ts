import type { PlanField } from './plan-drafts';

export interface PlanColumn {
  id: string;
  header: string;
  width: string;
  /** The cell this column edits; without one it is only shown. */
  field?: PlanField;
  sortKey?: 'name' | 'external_id' | 'plan' | 'start_date' | 'end_date';
}

export const planColumns: readonly PlanColumn[] = [
  { id: 'name', header: 'Name', width: 'minmax(10rem, 1.5fr)', sortKey: 'name' },
  { id: 'external_id', header: 'External ID', width: 'minmax(8rem, 1fr)', sortKey: 'external_id' },
  { id: 'plan', header: 'Plan', width: 'minmax(9rem, 1.2fr)', field: 'plan', sortKey: 'plan' },
  { id: 'from', header: 'From', width: '9rem', field: 'from', sortKey: 'start_date' },
  { id: 'to', header: 'To', width: '9rem', field: 'to', sortKey: 'end_date' },
  { id: 'currency', header: 'Currency', width: '5.5rem' },
  { id: 'last_usage', header: 'Last usage', width: '7.5rem' },
];

const lastColumn = planColumns.length - 1;

export interface CellPlace {
  row: number;
  column: number;
}

/** The cell a movement key leads to, kept within the grid; null for any other key. */
export function cellAfterKey(
  { key, ctrlKey, metaKey, shiftKey }: { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean },
  { row, column }: CellPlace,
  { rows, page }: { rows: number; page: number },
): CellPlace | null {
  const within = (place: CellPlace): CellPlace => ({
    row: Math.max(0, Math.min(rows - 1, place.row)),
    column: Math.max(0, Math.min(lastColumn, place.column)),
  });
  const far = ctrlKey || metaKey;
  switch (key) {
    case 'ArrowDown':
      return within({ row: far ? rows : row + 1, column });
    case 'ArrowUp':
      return within({ row: far ? 0 : row - 1, column });
    case 'ArrowRight':
      return within({ row, column: far ? lastColumn : column + 1 });
    case 'ArrowLeft':
      return within({ row, column: far ? 0 : column - 1 });
    case 'PageDown':
      return within({ row: row + page, column });
    case 'PageUp':
      return within({ row: row - page, column });
    case 'Home':
      return within({ row: far ? 0 : row, column: 0 });
    case 'End':
      return within({ row: far ? rows : row, column: lastColumn });
    case 'Enter':
      return shiftKey ? within({ row: row - 1, column }) : null;
    default:
      return null;
  }
}
