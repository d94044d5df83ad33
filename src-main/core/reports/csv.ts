import { stringify } from 'csv-stringify/sync';

/** A text cell, or a number that is already a plain decimal. */
export type Cell = string | { number: string | number };

/**
 * Spreadsheets run a cell that starts like this as a formula, wherever the text came from. One that has apostrophes
 * before it already gets one more, so that taking one away always gives the text back.
 */
const startsFormula = /^'*[=+\-@\t\r]/;

/** Text that a spreadsheet would run as a formula, with an apostrophe in front; other text as it is. */
export const neutralised = (text: string): string => (startsFormula.test(text) ? `'${text}` : text);

const cellText = (cell: Cell) => (typeof cell === 'string' ? neutralised(cell) : String(cell.number));

/**
 * Rows as RFC 4180 text: LF line ends (wire contract 7). Text that a spreadsheet would run as a formula gets an
 * apostrophe in front; numbers stay as they are.
 */
export const csvRows = (rows: readonly (readonly Cell[])[]): string =>
  rows.length === 0
    ? ''
    : stringify(
        rows.map((row) => row.map(cellText)),
        {
          record_delimiter: 'unix',
          // Some readers end a line at a bare CR, so that it is quoted like LF.
          quoted_match: /\r/,
        },
      );

/** A whole file: UTF-8 without byte order mark, the header always there. */
export const csvText = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  csvRows([columns]) + csvRows(rows);
