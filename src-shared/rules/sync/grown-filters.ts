import { sameValue } from './same-value';

interface Part {
  filters?: readonly { key: string; values: readonly string[] }[];
}

/**
 * Whether a meter measures what another one does and lets more values pass: filters only ever grow (wire contract 5.4), so
 * that a server which was sent some answers with those of others, too. Null is no meter.
 */
export function hasGrownFilters(before: unknown, after: unknown): boolean {
  if (!isPart(before) || !isPart(after)) return false;
  if (!sameValue({ ...before, filters: [] }, { ...after, filters: [] })) return false;
  const values = new Map((after.filters ?? []).map((filter) => [filter.key, new Set(filter.values)]));
  return (before.filters ?? []).every((filter) => filter.values.every((value) => values.get(filter.key)?.has(value)));
}

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;
