import type { Topic } from '@shared/topics';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../store/schema';

export type Searchable = 'groups' | 'plans' | 'features' | 'prices' | 'customers';

interface TextRow {
  number: number;
  text: string;
  published: boolean;
}

/** The searchable texts of one table and environment, held in memory by the thread that answers searches. */
interface TextIndex {
  rows: TextRow[];
  byNumber: Map<number, TextRow>;
  /** The newest change that is in. */
  seq: number;
  /** The newest row that is in. */
  last: number;
}

const topicOf = {
  groups: 'group',
  plans: 'plan',
  features: 'feature',
  prices: 'price',
  customers: 'customer',
} as const satisfies Record<Searchable, Topic>;

const indexes = new WeakMap<Kysely<Schema>, Map<string, TextIndex>>();

/**
 * The texts of a table as the current snapshot has them. Built at the first search, then kept up by the change log: only
 * rows that edits touched since are read again. Must not be asked inside a write, whose changes may be undone.
 */
async function currentIndex(db: Kysely<Schema>, table: Searchable, environment_id: string): Promise<TextIndex> {
  const ofStore = indexes.get(db) ?? new Map<string, TextIndex>();
  indexes.set(db, ofStore);
  const key = `${table} ${environment_id}`;
  let index = ofStore.get(key) ?? emptyIndex();

  const { rows: newest } = await sql<{ seq: number }>`
    select coalesce(max(seq), 0) as seq from changes
    where environment_id = ${environment_id} and entity = ${topicOf[table]}`.execute(db);
  const seq = newest[0]?.seq ?? 0;
  // A row that was taken back is not told from its number: the rows are few enough to be read anew.
  if (seq > index.seq && index.last > 0 && (await isAnyGone(db, table, environment_id, index.seq)))
    index = emptyIndex();
  ofStore.set(key, index);
  if (seq > index.seq && index.last > 0) {
    await take(
      db,
      index,
      table,
      sql`id in (select entity_id from changes
        where environment_id = ${environment_id} and entity = ${topicOf[table]} and seq > ${index.seq})`,
    );
  }
  await take(db, index, table, sql`environment_id = ${environment_id} and number > ${index.last}`);
  index.seq = seq;
  return index;
}

const emptyIndex = (): TextIndex => ({ rows: [], byNumber: new Map(), seq: 0, last: 0 });

/** Whether a row that was edited since is not there any more: it was never sent and taken back. */
async function isAnyGone(db: Kysely<Schema>, table: Searchable, environment_id: string, since: number) {
  const { rows } = await sql`
    select 1 from changes
    where environment_id = ${environment_id} and entity = ${topicOf[table]} and seq > ${since}
      and not exists (select 1 from ${sql.table(table)} row where row.id = changes.entity_id) limit 1`.execute(db);
  return rows.length > 0;
}

/** Reads the rows of a condition into the index, in place of what it had of them. */
async function take(db: Kysely<Schema>, index: TextIndex, table: Searchable, where: ReturnType<typeof sql>) {
  const { rows } = await sql<{ number: number; text: string; published: number }>`
    select number, search_text as text, status = 'published' as published
    from ${sql.table(table)} where ${where} order by number`.execute(db);
  for (const { number, text, published } of rows) {
    const known = index.byNumber.get(number);
    if (known) {
      known.text = text;
      known.published = published === 1;
      continue;
    }
    const row = { number, text, published: published === 1 };
    index.rows.push(row);
    index.byNumber.set(number, row);
    index.last = Math.max(index.last, number);
  }
}

export interface TextMatches {
  /** The first rows that match, at most `limit` of them. */
  numbers: number[];
  /** Whether those are all. */
  complete: boolean;
  /** How many published rows match. */
  published: number;
}

/** The rows whose folded text contains a folded term: one pass over the texts in memory. */
export async function matchTexts(
  db: Kysely<Schema>,
  table: Searchable,
  environment_id: string,
  { term, limit }: { term: string; limit: number },
): Promise<TextMatches> {
  const { rows } = await currentIndex(db, table, environment_id);
  const numbers: number[] = [];
  let all = 0;
  let published = 0;
  for (const row of rows) {
    if (!row.text.includes(term)) continue;
    all += 1;
    if (row.published) published += 1;
    if (all <= limit) numbers.push(row.number);
  }
  return { numbers, complete: all <= limit, published };
}
