import type Database from 'better-sqlite3';
import { getOrMake } from './gathered-days';

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

/**
 * What charges for one customer's usage of one meter: price, start and end (see `ChargeWindow`) of one window after the
 * other. Plain numbers in one list, because an import looks at them for every event.
 */
export type FlatWindows = readonly number[];

const none: FlatWindows = [];

const columns = 'meter, price, start, end';
type WindowRow = [meter: number, price: number, start: number, end: number];

/**
 * Looks up what charges for a customer's usage of a meter; a customer is read once. What is known is kept by meter: usage
 * is written meter by meter. A check of what is kept takes it from the line items themselves.
 */
export function chargeWindows(
  sqlite: Database.Database,
  from: 'charge_windows' | 'charge_windows_now' = 'charge_windows',
): (meter: number) => (customer: number) => FlatWindows {
  const statement = sqlite.prepare(`select ${columns} from ${from} where customer = ?`).raw();
  const anyLineItem = sqlite.prepare('select exists (select 1 from line_items)').pluck().get() === 1;
  if (!anyLineItem) return () => () => none;
  const read = new Set<number>();
  const byMeter = new Map<number, Map<number, FlatWindows>>();

  function readCustomer(customer: number) {
    if (read.size >= keptCustomers) {
      read.clear();
      for (const ofMeter of byMeter.values()) ofMeter.clear();
    }
    const found = new Map<number, number[]>();
    for (const [meter, ...window] of statement.all(customer) as WindowRow[]) {
      getOrMake(found, meter, () => [] as number[]).push(...window);
    }
    for (const [meter, windows] of found) windowsOf(meter).set(customer, shared(meter, windows));
    read.add(customer);
  }

  /** The list of the meter's customer before where it says the same: most are on a plan from its first day. */
  function shared(meter: number, windows: FlatWindows): FlatWindows {
    const last = lastOfMeter.get(meter);
    if (last?.length === windows.length && last.every((value, place) => value === windows[place])) return last;
    lastOfMeter.set(meter, windows);
    return windows;
  }

  const lastOfMeter = new Map<number, FlatWindows>();
  const windowsOf = (meter: number) => getOrMake(byMeter, meter, () => new Map<number, FlatWindows>());

  return (meter) => {
    const ofMeter = windowsOf(meter);
    return (customer) => {
      const known = ofMeter.get(customer);
      if (known) return known;
      if (!read.has(customer)) readCustomer(customer);
      return ofMeter.get(customer) ?? none;
    };
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

/** Everything that the line items of these prices charge for. */
export const windowsOfPrices = (sqlite: Database.Database, price_ids: readonly string[]): LineItemWindow[] =>
  sqlite
    .prepare<[string], LineItemWindow>(
      `select line_item, meter, price, customer, start, end from charge_windows where price in (
         select number from prices where id in (select value from json_each(?)))`,
    )
    .all(JSON.stringify(price_ids));

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
