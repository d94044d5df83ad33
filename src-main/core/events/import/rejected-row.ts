import type { RowError } from '@shared/entities/row-error';
import { canonicalJson, parseExactJson } from '@shared/rules/canonical-json';
import { neutralised } from '../../reports/csv';
import type { RefusedRow } from '../store-events';

/** Rows longer than this are told without what stands in them. */
const longestRow = 10_000;

/** A row as it stands in the file, where it is of a size to be kept. */
export const keptCells = (cells: readonly string[] | undefined): Pick<RowError, 'cells'> =>
  cells && cells.reduce((length, cell) => length + cell.length, 0) <= longestRow
    ? { cells: cells.map((cell) => cell.toWellFormed()) }
    : {};

const prefix = 'properties.';

/**
 * A row that could be read but not counted, put back under the columns of its file, or as the line of a file of JSON lines;
 * what means nothing is left out.
 */
export function rejectedRow({ event, ...error }: RefusedRow, header: readonly string[] | null): RowError {
  if (!header) {
    const { properties, ...texts } = event;
    return { ...error, ...keptCells([`${JSON.stringify(texts).slice(0, -1)},"properties":${properties}}`]) };
  }
  const properties = parseExactJson(event.properties) as Record<string, unknown>;
  const names = header.map((cell) => cell.trim());
  const own = new Set(
    names.filter((name) => name.toLowerCase().startsWith(prefix)).map((name) => name.slice(prefix.length)),
  );
  const textOf = (value: unknown) =>
    typeof value === 'string' ? value : value === undefined ? '' : canonicalJson(value);
  const { event_name, external_customer_id, event_id, source } = event;
  // As our own export marks it; what starts like a formula is marked where the row is saved.
  const isExact =
    names.some((name) => name.toLowerCase() === 'neutralised') &&
    [event_name, external_customer_id, event_id, source].some((text) => text.trim() !== text);
  const cells = names.map((name) => {
    const known = name.toLowerCase();
    if (isExact && known === 'neutralised') return '2';
    if (known.startsWith(prefix)) return textOf(properties[name.slice(prefix.length)]);
    if (known !== 'properties') {
      const text = (event as Record<string, string>)[known] ?? '';
      return isExact ? neutralised(text) : text;
    }
    const rest = Object.entries(properties).filter(([key]) => !own.has(key));
    return rest.length > 0 ? canonicalJson(Object.fromEntries(rest)) : '';
  });
  return { ...error, ...keptCells(cells) };
}
