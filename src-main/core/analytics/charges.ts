import type { Commitment } from '@shared/rules/commitment';
import type { Store } from '../store/open';
import { type ColumnsReader, columnsReader } from '../store/packed-columns';
import { prepared } from '../store/prepared';
import { columnsOfCharges, keptCharges } from '../usage/charge-columns';
import type { ChargedPrice } from './charged-prices';

/** A line item as it charges within a range: who, by which price, and when (epoch milliseconds, [from, to)). */
export interface Charge {
  /** Tells line items apart: the number of a stored one, any text of one that is only supposed. */
  readonly line_item: number | string;
  readonly line_item_id: string;
  readonly subscription_id: string;
  readonly customer_id: string;
  /** Number of the customer in the event table. */
  readonly customer: number;
  readonly price: ChargedPrice;
  readonly from: number;
  readonly to: number;
  /** Null, or absent where line items are only supposed, without one. */
  readonly commitment?: Commitment | null;
  /** When its subscription would begin, in epoch milliseconds; absent where it is as stored. */
  readonly begins?: number;
}

interface Ids {
  id: string;
  subscription_id: string;
  customer_id: string;
}

/** Finds the ids of a line item by its number. */
type FindIds = (line_item: number) => Ids;

/** A stored line item. A class, as a million of them share how they look up their ids, which few are asked for. */
class StoredCharge implements Charge {
  readonly line_item: number;
  readonly customer: number;
  readonly price: ChargedPrice;
  readonly from: number;
  readonly to: number;
  readonly commitment: Commitment | null;
  readonly #findIds: FindIds;

  constructor(
    window: Window,
    price: ChargedPrice,
    { from, to }: Range,
    commitment: Commitment | null,
    findIds: FindIds,
  ) {
    const [line_item, customer, start, end] = window;
    this.line_item = line_item;
    this.customer = customer;
    this.price = price;
    this.from = Math.max(from, start);
    this.to = Math.min(to, end);
    this.commitment = commitment;
    this.#findIds = findIds;
  }

  get line_item_id() {
    return this.#findIds(this.line_item).id;
  }

  get subscription_id() {
    return this.#findIds(this.line_item).subscription_id;
  }

  get customer_id() {
    return this.#findIds(this.line_item).customer_id;
  }
}

type Window = readonly [line_item: number, customer: number, start: number, end: number];

interface Range {
  from: number;
  to: number;
}

const selectSql = 'select price, line_item, customer, start, end from charge_windows where start < ? and end > ?';
const everybodySql = `${selectSql} and price in (select value from json_each(?))`;
// The plus keeps the price from choosing the index: few customers have far fewer line items than many prices.
const someSql = `
  ${selectSql} and +price in (select value from json_each(?)) and customer in (select value from json_each(?))`;

/**
 * The line items that charge by these prices within [from, to), each cut to that range. Customers that never sent an
 * event have none. With customers given (numbers of the event table), only theirs.
 */
export function chargesOf(
  store: Store,
  prices: readonly ChargedPrice[],
  range: Range,
  customers: readonly number[] | null = null,
): Charge[] {
  const commitments = commitmentsOf(store, prices);
  const findIds = idsFinder(store);
  const charges: Charge[] = [];
  const add = (price: ChargedPrice, ...window: Window) =>
    charges.push(new StoredCharge(window, price, range, commitments.get(window[0]) ?? null, findIds));
  const reader = columnsReader(columnsOfCharges);
  const unkept = customers ? prices : prices.filter((price) => !addKept(store, price, range, reader, add));
  if (unkept.length > 0) addRows(store, unkept, range, customers, add);
  return charges;
}

type AddWindow = (price: ChargedPrice, ...window: Window) => void;

/** Adds the line items of a price from what is kept of them; false when nothing is. */
function addKept(
  { sqlite }: Store,
  price: ChargedPrice,
  { from, to }: Range,
  { read, columns }: ColumnsReader,
  add: AddWindow,
): boolean {
  const packed = keptCharges(sqlite, price.number);
  if (!packed) return false;
  const rows = read(packed);
  const [who, starts, ends, lineItems] = columns;
  for (let row = 0; row < rows; row += 1) {
    const start = starts?.[row] ?? 0;
    const end = ends?.[row] ?? 0;
    if (start < to && end > from) add(price, lineItems?.[row] ?? 0, who?.[row] ?? 0, start, end);
  }
  return true;
}

function addRows(
  { sqlite }: Store,
  prices: readonly ChargedPrice[],
  { from, to }: Range,
  customers: readonly number[] | null,
  add: AddWindow,
) {
  const byNumber = new Map(prices.map((price) => [price.number, price]));
  const numbers = JSON.stringify([...byNumber.keys()]);
  const rows = prepared(sqlite, customers ? someSql : everybodySql)
    .raw()
    .all(to, from, numbers, ...(customers ? [JSON.stringify(customers)] : [])) as [number, ...Window][];
  for (const [number, ...window] of rows) {
    const price = byNumber.get(number);
    if (price) add(price, ...window);
  }
}

const idsSql = 'select id, subscription_id, customer_id from line_items where number = ?';

function idsFinder({ sqlite }: Store): FindIds {
  let last = -1;
  let ids: Ids = { id: '', subscription_id: '', customer_id: '' };
  return (line_item) => {
    // One is mostly asked for several of its ids in a row.
    if (line_item !== last) ids = prepared(sqlite, idsSql).get(line_item) as Ids;
    last = line_item;
    return ids;
  };
}

const commitmentsSql = `
  select number, json_object('type', commitment_type, 'amount', commitment_amount, 'quantity', commitment_quantity,
    'duration', commitment_duration, 'overage_factor', commitment_overage_factor,
    'true_up_enabled', json(iif(commitment_true_up_enabled, 'true', 'false')),
    'is_windowed', json(iif(commitment_windowed, 'true', 'false')))
  from line_items where commitment_type is not null and price_id in (select value from json_each(?))`;

/** Commitments of the line items of some prices, by number of the line item. */
function commitmentsOf({ sqlite }: Store, prices: readonly ChargedPrice[]): Map<number, Commitment> {
  const rows = prepared(sqlite, commitmentsSql)
    .raw()
    .all(JSON.stringify(prices.map(({ id }) => id))) as [number, string][];
  return new Map(rows.map(([number, text]) => [number, JSON.parse(text) as Commitment]));
}
