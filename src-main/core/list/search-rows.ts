import { invalid } from '@shared/errors';
import type { FilterCondition, ListOf, SortCondition, Status } from '@shared/list';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Schema } from '../store/schema';
import { type DslFields, filterConditions, orderOf } from './dsl';

type Listed = 'groups' | 'plans' | 'meters' | 'features' | 'prices' | 'customers' | 'subscriptions';

/** The common list filter (wire contract 1.7) as every search gets it. */
export interface ListInput {
  limit: number;
  offset: number;
  order: 'asc' | 'desc';
  filters: FilterCondition[];
  sort: SortCondition[];
  status?: Status | undefined;
  start_time?: string | undefined;
  end_time?: string | undefined;
}

export interface Listing<T extends Listed> {
  table: T;
  environment_id: string;
  /** Which rows show when the request names no status (wire contract 1.7). */
  defaultStatus: 'published' | 'not deleted';
  dsl: DslFields;
  input: ListInput;
  /** The entity's own filters, joined by AND; null adds nothing. */
  where: readonly (RawBuilder<SqlBool> | null)[];
  /** What narrows the list and knows how many rows that leaves, if anything: the quick search, or what has not ended. */
  search?: Narrowing | null;
}

export interface Narrowing {
  condition: RawBuilder<SqlBool>;
  /** How many published rows of the environment satisfy it, nothing else narrowing them. */
  published: number | (() => Promise<number>);
}

/**
 * One page of a list: the one implementation of paging, status, time range, conditions and order for every entity. A
 * negative limit means all. The rows are counted only when neither the page nor what narrows them already tells how many
 * there are.
 */
export const searchRows = <T extends Listed>(
  db: Kysely<Schema>,
  listing: Listing<T>,
): Promise<ListOf<Selectable<Schema[T]>>> => searchPage(db, listing, sql`*`);

/** The same, of which only the numbers of the rows are read: an index may tell them without looking at a row. */
export async function searchNumbers(db: Kysely<Schema>, listing: Listing<Listed>): Promise<ListOf<number>> {
  const { items, pagination } = await searchPage<{ number: number }>(db, listing, sql`number`);
  return { items: items.map(({ number }) => number), pagination };
}

async function searchPage<Row>(
  db: Kysely<Schema>,
  { table, environment_id, defaultStatus, dsl, input, where, search = null }: Listing<Listed>,
  columns: RawBuilder<unknown>,
): Promise<ListOf<Row>> {
  const { limit, offset, status, start_time, end_time } = input;
  if (start_time && end_time && end_time < start_time) {
    throw invalid('Please provide a valid time range', 'end_time');
  }
  const published = status === 'published' || (!status && defaultStatus === 'published');
  const narrower: RawBuilder<SqlBool>[] = [
    ...(start_time ? [sql<SqlBool>`created_at >= ${start_time}`] : []),
    ...(end_time ? [sql<SqlBool>`created_at <= ${end_time}`] : []),
    ...where.filter((condition) => condition !== null),
    ...filterConditions(dsl, input.filters),
  ];
  const conditions = [
    sql<SqlBool>`environment_id = ${environment_id}`,
    published ? livePublished : status ? sql<SqlBool>`status = ${status}` : sql<SqlBool>`status <> 'deleted'`,
    ...narrower,
    ...(search ? [search.condition] : []),
  ];
  const all = sql.join(conditions, sql` and `);
  const order = orderOf(dsl, input.sort, input.order);
  const page = await sql<Row>`
    select ${columns} from ${sql.table(table)} where ${all} order by ${order} limit ${limit} offset ${offset}`.execute(
    db,
  );
  const items = page.rows;
  const pageTells = (items.length > 0 || offset === 0) && (limit < 0 || items.length < limit);
  const known = search && published && narrower.length === 0 ? search.published : null;
  const total = pageTells
    ? offset + items.length
    : typeof known === 'function'
      ? await known()
      : (known ?? (await count(db, table, all)));
  return { items, pagination: { total, limit, offset: nextOffset(offset, Math.max(limit, 0)) } };
}

/** Where the next page starts; an offset that no integer holds exactly would not be one. */
export const nextOffset = (offset: number, limit: number) => Math.min(offset + limit, Number.MAX_SAFE_INTEGER);

/** Written into the statement, not bound, so that the partial indexes over published rows apply. */
const livePublished = sql<SqlBool>`status = 'published'`;

async function count(db: Kysely<Schema>, table: Listed, conditions: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${sql.table(table)} where ${conditions}`.execute(db);
  return rows[0]?.total ?? 0;
}
