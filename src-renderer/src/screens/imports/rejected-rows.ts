import type { RowError } from '@shared/entities/job';

const startsFormula = /^[=+\-@\t\r]/;

function csvCell(text: string): string {
  const safe = startsFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Refused rows as CSV: where each one stands in the file, what is there and why it was refused. */
export const rejectedRowsCsv = (errors: readonly RowError[]): string =>
  [
    'line,column,value,error',
    ...errors.map(({ line, column, value, message }) =>
      [String(line), csvCell(column ?? ''), csvCell(value ?? ''), csvCell(message)].join(','),
    ),
    '',
  ].join('\n');
