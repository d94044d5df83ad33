import type { ReportEntryKind } from '@shared/entities/analytics';

/** What reports group by: the ids the report knows; an event property is "properties.<name>". */
export const groupings = [
  { id: 'group', label: 'Group', one: 'group', many: 'groups' },
  { id: 'feature', label: 'Feature', one: 'feature', many: 'features' },
  { id: 'customer', label: 'Customer', one: 'customer', many: 'customers' },
  { id: 'plan', label: 'Plan', one: 'plan', many: 'plans' },
  { id: 'source', label: 'Source', one: 'source', many: 'sources' },
] as const;

const propertyPrefix = 'properties.';

/** The event property that a report is grouped by; null when it is grouped by something else. */
export const propertyOf = (groupBy: string): string | null =>
  groupBy.startsWith(propertyPrefix) ? groupBy.slice(propertyPrefix.length) : null;

/** The grouping of an event property; what the report cannot group by is null. */
export function groupingOfProperty(property: string): string | null {
  const name = property.trim();
  return /^[A-Za-z0-9_.]+$/.test(name) ? `${propertyPrefix}${name}` : null;
}

/** Any text as a grouping; what makes no sense is by group. */
export function groupingOf(text: string): string {
  const property = propertyOf(text);
  if (property !== null) return groupingOfProperty(property) ?? 'group';
  return groupings.some((one) => one.id === text) ? text : 'group';
}

/** What entries of a grouping are called: "group", "groups"; those of a property "value of region". */
export function groupingWords(groupBy: string): { one: string; many: string } {
  const property = propertyOf(groupBy);
  if (property !== null) return { one: `value of ${property}`, many: `values of ${property}` };
  return groupings.find((one) => one.id === groupBy) ?? groupings[0];
}

/** An entry of a report as far as its name goes. */
export interface NamedEntry {
  key: string;
  kind: ReportEntryKind;
  stands_for: number;
  name: string;
}

export const noGroup = 'No group';

/** The name people read: "No group", "No source", "Other (12 customers)"; else its own, or its key without one. */
export function entryName(entry: NamedEntry, groupBy: string): string {
  const { one, many } = groupingWords(groupBy);
  if (entry.kind === 'none') return groupBy === 'group' ? noGroup : `No ${one}`;
  if (entry.kind === 'other') return `Other (${entry.stands_for} ${entry.stands_for === 1 ? one : many})`;
  return entry.name || entry.key;
}

/** What is left over has no key of its own; its name starts with a sign that no id does. */
export const otherKey = '~other';

/** One key per entry of a currency: "" is what belongs to none. */
export const entryKey = ({ key, kind }: Pick<NamedEntry, 'key' | 'kind'>): string =>
  kind === 'none' ? '' : kind === 'other' ? otherKey : key;
