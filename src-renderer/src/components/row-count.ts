import { countText } from '../format/quantity';
import type { RowSource } from './row-source';

/** How many rows a list has, "1 price", "1,204 prices"; nothing where that is not known yet, or could not be asked. */
export const rowCount = (rows: Pick<RowSource<unknown>, 'total' | 'isLoading' | 'error'>, one: string, many: string) =>
  rows.isLoading || rows.error ? '' : countText(rows.total, one, many);
