import type Database from 'better-sqlite3';

/**
 * The newest day with counted usage of each of these customers, by their numbers among the events. Days are walked from
 * the newest until every customer is found: those who use the product are found on the first few.
 */
export function lastUsageDays(
  sqlite: Database.Database,
  environment_id: string,
  customers: readonly number[],
): Map<number, number> {
  const found = new Map<number, number>();
  if (customers.length === 0) return found;
  const meters = sqlite
    .prepare('select number from meters where environment_id = ?')
    .pluck()
    .all(environment_id) as number[];
  const newest = sqlite
    .prepare<[number, number], number>('select max(day) from usage_day_totals where meter = ? and day < ?')
    .pluck();
  const used = sqlite.prepare('select 1 from usage_days where meter = ? and day = ? and customer = ?').pluck();
  const open = new Set(customers);
  /** The newest day of each meter that has not been looked at. */
  const nextDay = new Map<number, number>();
  const step = (meter: number, before: number) => {
    const day = newest.get(meter, before);
    if (day == null) nextDay.delete(meter);
    else nextDay.set(meter, day);
  };
  for (const meter of meters) step(meter, Number.MAX_SAFE_INTEGER);
  while (open.size > 0 && nextDay.size > 0) {
    const day = Math.max(...nextDay.values());
    for (const [meter, at] of nextDay) {
      if (at !== day) continue;
      for (const customer of open) {
        if (used.get(meter, day, customer) === undefined) continue;
        found.set(customer, day);
        open.delete(customer);
      }
      step(meter, day);
    }
  }
  return found;
}
