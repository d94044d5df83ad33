import type { RowError } from '@shared/entities/row-error';

const startsFormula = /^'*[=+\-@\t\r]/;
const startsBare = /^[=+\-@\t\r]/;
const neutralisedColumn = 'neutralised';

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;
/** No spreadsheet runs it as a formula. */
const safe = (text: string): string => (startsFormula.test(text) ? `'${text}` : text);

/** Where refused rows stand in the file, what is there and why it was refused: to be read. */
export const rejectedRowsList = (errors: readonly RowError[]): string =>
  csvLine(['line', 'column', 'value', 'error']) +
  errors
    .map(({ line, column, value, message }) => csvLine([String(line), safe(column ?? ''), safe(value ?? ''), message]))
    .join('');

const marks = ['line', 'error'] as const;

/**
 * The refused rows themselves under the columns of their file, each with its line and what is wrong before it: to be corrected
 * and imported. A row that has too many cells keeps them all. Marks of a file that was saved so before give way to the new
 * ones; a column of the file that has a mark's name stands for itself.
 */
export function rejectedRowsFile(header: readonly string[], errors: readonly RowError[]): string {
  const isMarked = marks.every((mark, index) => header[index] === mark);
  const own = isMarked ? header.slice(marks.length) : header;
  const rows = errors.flatMap(({ line, message, cells }) =>
    cells ? [{ line: String(line), error: safe(message), cells: isMarked ? cells.slice(marks.length) : cells }] : [],
  );
  const names = own.map((name) => name.trim().toLowerCase());
  // What an event says of itself is read as it stands.
  const isText = (index: number) => !/^properties(\.|$)/.test(names[index] ?? '');
  const hasFormula = (cells: readonly string[]) =>
    cells.some((cell, index) => isText(index) && startsFormula.test(cell.trim()));
  const safeCells = (cells: readonly string[]) =>
    cells.map((cell, index) => (isText(index) ? safe(cell.trim()) : cell));
  const markAt = names.indexOf(neutralisedColumn);
  const isNeutralised = markAt === -1 && rows.some(({ cells }) => hasFormula(cells));

  /** Of a file that says row by row which are neutralised, as our own export does. */
  function markedCells(cells: readonly string[]): readonly string[] {
    const mark = cells[markAt] ?? '';
    if (mark === '1' || mark === '2') {
      // Read back it loses an apostrophe, so that one that is missing may be added.
      return cells.map((cell, index) => {
        const text = mark === '1' ? cell.trim() : cell;
        return isText(index) && startsBare.test(text) ? `'${text}` : cell;
      });
    }
    if (!hasFormula(cells)) return cells;
    const marked = safeCells(cells);
    while (marked.length < markAt) marked.push('');
    marked[markAt] = '1';
    return marked;
  }
  const extra = isNeutralised ? [neutralisedColumn] : [];
  const told = marks.filter((mark) => !names.includes(mark));
  return (
    csvLine([...told, ...extra, ...own]) +
    rows
      .map(({ cells, ...mark }) =>
        csvLine([
          ...told.map((name) => mark[name]),
          ...extra.map(() => '1'),
          ...(markAt === -1 ? (isNeutralised ? safeCells(cells) : cells) : markedCells(cells)),
        ]),
      )
      .join('')
  );
}

/**
 * The refused events of a JSON file as JSON lines, each with its line and what is wrong before its own fields, which imports
 * pass over: to be corrected and imported. What is no object stands as it is.
 */
export const rejectedLines = (errors: readonly RowError[]): string =>
  errors
    .flatMap(({ line, message, cells }) => (cells ? [lineText({ line, error: message }, cells[0] ?? '')] : []))
    .join('');

const marksBefore = /^"line":\d+,"error":"(?:[^"\\]|\\.)*",?/;

function lineText(before: object, text: string): string {
  const rest = isObject(text) ? text.trim().slice(1).trim().replace(marksBefore, '') : null;
  return `${rest === null ? text : `${JSON.stringify(before).slice(0, -1)}${rest === '}' ? '' : ','}${rest}`}\n`;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
