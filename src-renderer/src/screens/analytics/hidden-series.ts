import type { ChartSeries } from './chart-series';

/** The hidden series after one was switched on or off. */
export function toggled(hidden: ReadonlySet<string>, key: string): string[] {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return [...next];
}

/** The hidden series that leave one alone; of one that is alone already, none: the way back is the same gesture. */
export function isolated(
  series: readonly Pick<ChartSeries, 'key'>[],
  hidden: ReadonlySet<string>,
  key: string,
): string[] {
  const others = series.map((one) => one.key).filter((other) => other !== key);
  return !hidden.has(key) && others.every((other) => hidden.has(other)) ? [] : others;
}

/** Names in a sentence: "a", "a and b", "a, b and 3 more". */
export function namesText(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  if (rest > 0) return `${names.slice(0, most).join(', ')} and ${rest} more`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
