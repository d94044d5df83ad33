import { stringify } from 'csv-stringify/sync';

/** A text cell, or a number that is already a plain decimal. */
export type Cell = string | { number: string | number };

/** Spreadsheets run a cell that starts like this as a formula, wherever the text came from. */
const startsFormula = /^[=+\-@\t\r]/;

const cellText = (cell: Cell) =>
  typeof cell === 'string' ? (startsFormula.test(cell) ? `'${cell}` : cell) : String(cell.number);

/**
 * RFC 4180 text: UTF-8 without byte order mark, LF line ends, the header always there (wire contract 7). Text that a
 * spreadsheet would run as a formula gets an apostrophe in front; numbers stay as they are.
 */
export const csvText = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  stringify([columns, ...rows.map((row) => row.map(cellText))], {
    record_delimiter: 'unix',
    // Some readers end a line at a bare CR, so that it is quoted like LF.
    quoted_match: /\r/,
  });
