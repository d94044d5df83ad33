import type { ListOf } from '@shared/list';
import type { Kysely } from 'kysely';
import { sqliteOf } from '../store/dialect';
import { changeNoticed } from '../store/kept-rows';
import { prepared } from '../store/prepared';
import type { Schema } from '../store/schema';

/** Row numbers of a page, as long as the clock is within [from, until): no price ends in between. */
interface Page {
  page: ListOf<number>;
  from: string;
  until: string | null;
}

interface Pages {
  /** The change after which nothing was recorded when they were read. */
  change: number;
  byQuestion: Map<string, Page>;
}

const mostPages = 500;
const longestPage = 100;
const longestQuestion = 2048;

const connections = new WeakMap<object, Pages>();

/**
 * A page of prices that many clients ask for again and again: read once, until anything is changed in the catalog or a
 * price ends.
 */
export async function keptPage(
  db: Kysely<Schema>,
  { environment_id, now, question }: { environment_id: string; now: string; question: unknown },
  read: () => Promise<ListOf<number>>,
): Promise<ListOf<number>> {
  const change = changeNoticed(db);
  const key = JSON.stringify([environment_id, question]);
  if (change === null || key.length > longestQuestion) return read();
  const sqlite = sqliteOf(db);
  let pages = connections.get(sqlite);
  if (pages?.change !== change || pages.byQuestion.size >= mostPages) {
    pages = { change, byQuestion: new Map() };
    connections.set(sqlite, pages);
  }
  const known = pages.byQuestion.get(key);
  if (known && known.from <= now && (known.until === null || now < known.until)) return known.page;
  const page = await read();
  if (page.items.length <= longestPage) {
    const until = prepared(sqlite, nextEndSql).pluck().get(environment_id, now) as string | null;
    pages.byQuestion.set(key, { page, from: now, until });
  }
  return page;
}

const nextEndSql = `select min(end_date) from prices
  where environment_id = ? and status = 'published' and end_date is not null and end_date > ?`;
