import type { Report, ReportGroup } from '@shared/entities/analytics';
import { changeCell, costBefore } from './breakdown-change';

const header = ['Group', 'Feature', 'Total Usage', 'Unit', 'Total Cost', 'Currency'];
const headerBefore = ['Period before', 'Change'];

/**
 * The breakdown in the order shown, as cells: exact plain decimals, so that a sheet can count with them. Where the period
 * before is shown, each entry has a line of its own above its rows, as on the screen.
 */
export function breakdownCells(
  groups: readonly ReportGroup[],
  report: Pick<Report, 'totals' | 'previous'>,
): string[][] {
  const before = costBefore(report);
  const compared = (cost: string | undefined, now: string) => (cost === undefined ? [] : [cost, changeCell(cost, now)]);
  const lines = groups.flatMap((group) => {
    const { currency, total_cost } = group;
    const rows = group.rows.map((row) => [
      group.name,
      row.name,
      row.total_usage,
      row.unit_plural,
      row.total_cost,
      row.currency.toUpperCase(),
      ...compared(before?.ofRow(row, group), row.total_cost),
    ]);
    if (!before) return rows;
    const unit = group.total_usage === null ? '' : (group.rows[0]?.unit_plural ?? '');
    const whole = [group.name, '', group.total_usage ?? '', unit, total_cost, currency.toUpperCase()];
    return [[...whole, ...compared(before.ofEntry(group), total_cost)], ...rows];
  });
  const sums = report.totals.map(({ currency, total_cost }) => [
    'Total',
    '',
    '',
    '',
    total_cost,
    currency.toUpperCase(),
    ...compared(before?.ofCurrency(currency), total_cost),
  ]);
  return [before ? [...header, ...headerBefore] : header, ...lines, ...sums];
}

/** A cell that a sheet would take for a formula becomes text; numbers and percentages with a sign stay what they are. */
const neutral = (cell: string) => (/^[=@\t\r]|^[+-](?![\d.,]+\s?%?$)/.test(cell) ? `'${cell}` : cell);

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
