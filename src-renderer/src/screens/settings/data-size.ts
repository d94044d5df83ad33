import { formatNumber } from '../../format/quantity';

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number of bytes in the largest unit that leaves at least one, to one decimal: `1.4 GB`. */
export function formatBytes(bytes: number, locale?: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(unit === 0 ? String(value) : value.toFixed(1), locale)} ${units[unit]}`;
}
