import type { RowError } from '@shared/entities/row-error';

const startsFormula = /^'*[=+\-@\t\r]/;
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

/**
 * The refused rows themselves under the columns of their file, each with its line and what is wrong before it: to be corrected
 * and imported. A row that has too many cells keeps them all.
 */
export function rejectedRowsFile(header: readonly string[], errors: readonly RowError[]): string {
  const rows = errors.flatMap(({ line, message, cells }) => (cells ? [{ line, message, cells }] : []));
  // What an event says of itself is read as it stands.
  const isText = header.map((name) => !/^properties(\.|$)/i.test(name.trim()));
  const isOwn = header.some((name) => name.trim().toLowerCase() === neutralisedColumn);
  const isNeutralised =
    !isOwn && rows.some(({ cells }) => cells.some((cell, index) => isText[index] && startsFormula.test(cell.trim())));
  const extra = isNeutralised ? [neutralisedColumn] : [];
  return (
    csvLine(['line', 'error', ...extra, ...header]) +
    rows
      .map(({ line, message, cells }) =>
        csvLine([
          String(line),
          safe(message),
          ...extra.map(() => '1'),
          ...(isNeutralised ? cells.map((cell, index) => (isText[index] ? safe(cell.trim()) : cell)) : cells),
        ]),
      )
      .join('')
  );
}
