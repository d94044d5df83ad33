/** A text cell, or a number that is already a plain decimal. */
export type Cell = string | { number: string | number };

/**
 * Spreadsheets run a cell that starts like this as a formula, wherever the text came from. One that has apostrophes
 * before it already gets one more, so that taking one away always gives the text back.
 */
const startsFormula = /^'*[=+\-@\t\r]/;

/** Text that a spreadsheet would run as a formula, with an apostrophe in front; other text as it is. */
export const neutralised = (text: string): string => (startsFormula.test(text) ? `'${text}` : text);

/** A text as it was before it was neutralised. */
export const original = (text: string): string =>
  text.startsWith("'") && startsFormula.test(text) ? text.slice(1) : text;

// Some readers end a line at a bare CR, so that it is quoted like LF.
const needsQuotes = /[",\n\r]/;

function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell.number);
  const text = neutralised(cell);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Cells as a part of a row. */
export const csvCells = (cells: readonly Cell[]): string => cells.map(cellText).join(',');

/**
 * Rows as RFC 4180 text: LF line ends (wire contract 7). Text that a spreadsheet would run as a formula gets an
 * apostrophe in front; numbers stay as they are.
 */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  let text = '';
  for (const row of rows) text += `${csvCells(row)}\n`;
  return text;
}

/** A whole file: UTF-8 without byte order mark, the header always there. */
export const csvText = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  csvRows([columns]) + csvRows(rows);
