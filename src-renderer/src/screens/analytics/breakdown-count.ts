import type { Report, ReportGroup } from '@shared/entities/analytics';
import { countText } from '../../format/quantity';
import { entryKey, groupingWords } from './entry-name';

/**
 * How much the breakdown tells apart, by group its features: "8 features", "12 customers". Each counts once, however
 * many currencies it is charged in and groups it is in.
 */
export function breakdownCount({ groups, group_by }: Pick<Report, 'groups' | 'group_by'>): string {
  if (group_by === 'group') {
    return countText(new Set(groups.flatMap(({ rows }) => rows.map(meterOf))).size, 'feature', 'features');
  }
  const { one, many } = groupingWords(group_by);
  if (groups.every(({ kind }) => kind !== 'other')) return countText(new Set(groups.map(entryKey)).size, one, many);
  // Those that are folded in one currency may be the same as those in another.
  const counts = [...Map.groupBy(groups, ({ currency }) => currency).values()].map(standFor);
  return `${counts.length > 1 ? 'at least ' : ''}${countText(Math.max(...counts), one, many)}`;
}

const meterOf = ({ meter_id }: { meter_id: string }) => meter_id;
const standFor = (groups: readonly ReportGroup[]) => groups.reduce((sum, { stands_for }) => sum + stands_for, 0);
