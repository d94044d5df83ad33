import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';

/** A version of a price as far as its place among the others goes. */
export interface ChainLink {
  id: string;
  /** The first version; its own id there. */
  root: string;
  start_date: string;
  end_date: string | null;
  is_synced: 0 | 1;
  /** It took no time at all, and neither does the server have it nor is it being told of it or asked about. */
  is_empty: 0 | 1;
}

/** Whether `price` is a version of no duration that is nobody's business but ours; of any connection, unless it is named. */
export const isEmptySql = (ofConnection: string) => `(price.start_date = price.end_date and not exists (
    select 1 from synced_rows where ${ofConnection} and entity = 'price' and local_id = price.id
    union all
    select 1 from outbox where ${ofConnection} and entity = 'price' and local_id = price.id and operation is not null
    union all
    select 1 from conflicts where ${ofConnection} and entity = 'price' and local_id = price.id))`;

/**
 * The order of the versions of a price, as the last key before their number: of those that took no time here, from one moment
 * on, the ones that have ended on the server come before the one that goes on there, whichever came here first.
 */
export const endedThereSql = (ofConnection: string) => `(coalesce(price.start_date = price.end_date, 0) and exists (
    select 1 from synced_rows where ${ofConnection} and entity = 'price' and local_id = price.id
      and base ->> '$.end_date' is not null)) desc`;

const chainSql = `
  with roots(root) as (
    select distinct coalesce(parent_price_id, id) from prices where id in (select value from json_each(@ids))
  )
  select price.id, root, start_date, end_date,
    exists (select 1 from synced_rows where connection = @connection and entity = 'price' and local_id = price.id) as is_synced,
    ${isEmptySql('connection = @connection')} as is_empty
  from roots join prices price on price.id = root or price.parent_price_id = root
  order by root, start_date, end_date is null, end_date, ${endedThereSql('connection = @connection')}, price.number`;

export interface ChainPlace {
  /** The version that ends where this one starts. */
  predecessor: ChainLink | null;
  /** The versions that start where this one ends; two when both sides gave it new terms. */
  successors: ChainLink[];
  /** Unsent terms that others replaced from the very moment on from which they were to run: nobody has to hear of them. */
  is_replaced: boolean;
}

/** Where prices stand among their versions, by id; and the ids of all versions of the same prices. Replaced ones have no place. */
export function priceChains(sqlite: Database.Database, connection: number, ids: readonly string[]) {
  const links = prepared(sqlite, chainSql).all({ connection, ids: JSON.stringify(ids) }) as ChainLink[];
  const places = new Map<string, ChainPlace>();
  for (const chain of Map.groupBy(links, ({ root }) => root).values()) {
    const isReplaced = ({ is_empty, start_date }: ChainLink, at: number) =>
      is_empty === 1 && chain[at + 1]?.start_date === start_date;
    for (const [at, link] of chain.entries()) {
      places.set(link.id, { predecessor: null, successors: [], is_replaced: isReplaced(link, at) });
    }
    const told = chain.filter((link, at) => !isReplaced(link, at));
    for (const [at, link] of told.entries()) {
      // The nearest one before: versions may take no time at all when a price is edited twice in one moment.
      const before = told.slice(0, at).findLast(({ end_date }) => end_date === link.start_date);
      if (!before || link.id === link.root) continue;
      (places.get(link.id) as ChainPlace).predecessor = before;
      places.get(before.id)?.successors.push(link);
    }
  }
  return places;
}
