import type { Report, ReportGroup } from '@shared/entities/analytics';

const header = ['Group', 'Feature', 'Total Usage', 'Unit', 'Total Cost', 'Currency'];

/** The breakdown in the order shown, as cells: exact plain decimals, so that a sheet can count with them. */
export function breakdownCells(groups: readonly ReportGroup[], totals: Report['totals']): string[][] {
  const lines = groups.flatMap((group) =>
    group.rows.map((row) => [
      group.name,
      row.name,
      row.total_usage,
      row.unit_plural,
      row.total_cost,
      row.currency.toUpperCase(),
    ]),
  );
  const sums = totals.map((total) => ['Total', '', '', '', total.total_cost, total.currency.toUpperCase()]);
  return [header, ...lines, ...sums];
}

/** A cell that a sheet would take for a formula becomes text. */
const neutral = (cell: string) => (/^[=+@\t\r]|^-(?![\d.]+$)/.test(cell) ? `'${cell}` : cell);

/** Cells as tab-separated text; tabs and line breaks inside a cell become spaces. */
export const toTabText = (cells: readonly (readonly string[])[]): string =>
  cells.map((line) => line.map((cell) => neutral(cell).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\r\n');

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (char) => escapes[char] ?? char);

/** Cells as a table for documents and mails. */
export function toHtmlTable(cells: readonly (readonly string[])[]): string {
  const lines = cells.map((line, index) => {
    const tag = index === 0 ? 'th' : 'td';
    return `<tr>${line.map((cell) => `<${tag}>${escapeHtml(neutral(cell))}</${tag}>`).join('')}</tr>`;
  });
  return `<table>${lines.join('')}</table>`;
}
