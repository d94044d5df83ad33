import { formatCount } from '../../format/quantity';

/** What a copy took; one that was cut says so. */
export const copiedWords = (copied: number, total: number): string =>
  copied < total
    ? `Copied the first ${formatCount(copied)} of ${formatCount(total)} rows as a table. Export CSV takes them all.`
    : 'Copied the comparison as a table';
