import type Database from 'better-sqlite3';

/** A price charges for the usage of a meter by a customer within [start, end), in epoch milliseconds. */
export interface ChargeWindow {
  meter: number;
  price: number;
  customer: number;
  start: number;
  end: number;
}

/** More customers than this are looked up again rather than kept. */
const keptCustomers = 100_000;

const none: readonly ChargeWindow[] = [];

/**
 * Looks up what charges for a customer's usage of a meter; a customer is read once. A check of what is kept takes it
 * from the line items themselves.
 */
export function chargeWindows(
  sqlite: Database.Database,
  from: 'charge_windows' | 'charge_windows_now' = 'charge_windows',
): (meter: number, customer: number) => readonly ChargeWindow[] {
  const statement = sqlite.prepare<[number], ChargeWindow>(
    `select meter, price, customer, start, end from ${from} where customer = ?`,
  );
  const anyLineItem = sqlite.prepare('select exists (select 1 from line_items)').pluck().get() === 1;
  const known = new Map<number, Map<number, ChargeWindow[]>>();
  return (meter, customer) => {
    if (!anyLineItem) return none;
    let ofCustomer = known.get(customer);
    if (!ofCustomer) {
      ofCustomer = Map.groupBy(statement.all(customer), (window) => window.meter);
      if (known.size >= keptCustomers) known.clear();
      known.set(customer, ofCustomer);
    }
    return ofCustomer.get(meter) ?? none;
  };
}

/** Everything that one price charges for. */
export const windowsOfPrice = (sqlite: Database.Database, price: number): ChargeWindow[] =>
  sqlite
    .prepare<[number], ChargeWindow>('select meter, price, customer, start, end from charge_windows where price = ?')
    .all(price);

/** The window of one line item. */
export interface LineItemWindow extends ChargeWindow {
  line_item: number;
}

/** Everything that the line items of these subscriptions charge for. */
export const windowsOfSubscriptions = (
  sqlite: Database.Database,
  subscription_ids: readonly string[],
): LineItemWindow[] =>
  sqlite
    .prepare<[string], LineItemWindow>(
      `select line_item, meter, price, customer, start, end from charge_windows where line_item in (
         select number from line_items where subscription_id in (select value from json_each(?)))`,
    )
    .all(JSON.stringify(subscription_ids));

/** The parts of some windows that those of the same line items in `others` do not cover. */
export function windowsWithout(windows: readonly LineItemWindow[], others: readonly LineItemWindow[]): ChargeWindow[] {
  const byLineItem = new Map(others.map((other) => [other.line_item, other]));
  return windows.flatMap((window) => {
    const other = byLineItem.get(window.line_item);
    if (!other) return [window];
    const before = { ...window, end: Math.min(window.end, other.start) };
    const after = { ...window, start: Math.max(window.start, other.end) };
    return [before, after].filter(({ start, end }) => start < end);
  });
}
