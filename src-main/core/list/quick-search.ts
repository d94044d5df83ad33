import { foldText } from '@shared/rules/fold-text';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from '../store/schema';
import { inList } from './in-list';

type Searchable = 'groups' | 'plans' | 'features' | 'prices' | 'customers';

/** More hits than this and walking the list in its own order fills a page sooner than looking every hit up. */
const fewHits = 2000;

/** The trigram index knows no shorter term. */
const shortestIndexed = 3;

/** The folded texts a row is found by; whoever writes one of them writes this with it. */
export const searchText = (...texts: string[]): string => foldText(texts.join('\n'));

/** The condition that a folded text column contains what was typed; GLOB is the fastest of SQLite's comparisons for it. */
export function textContains(column: string, typed: string): RawBuilder<SqlBool> {
  const pattern = `*${termOf(typed).replaceAll(/[*?[]/g, '[$&]')}*`;
  return sql<SqlBool>`${sql.ref(column)} glob ${pattern}`;
}

const termOf = (typed: string) => foldText(typed.trim());

/**
 * The condition that a row's texts contain what was typed, whatever its case and accents; null when nothing was typed.
 * The few rows of a rare term are found first, by the trigram index or, for one or two letters, by one scan of the
 * narrowest index; a common term compares texts while the list is walked, which ends with the page. `within` narrows
 * the scan to rows the list can show.
 */
export async function quickSearch(
  db: Kysely<Schema>,
  table: Searchable,
  typed: string,
  within: RawBuilder<SqlBool> = sql<SqlBool>`true`,
): Promise<RawBuilder<SqlBool> | null> {
  const term = termOf(typed);
  if (term === '') return null;
  const contains = textContains(`${table}.search_text`, typed);
  const hits =
    [...term].length < shortestIndexed
      ? await sql<{ number: number }>`
          select number from ${sql.table(table)} where ${within} and ${contains} limit ${fewHits + 1}`.execute(db)
      : await indexedHits(db, table, term);
  if (hits.rows.length > fewHits) return contains;
  return inList(
    `${table}.number`,
    hits.rows.map(({ number }) => number),
  );
}

function indexedHits(db: Kysely<Schema>, table: Searchable, term: string) {
  const index = sql.table(`${table}_search`);
  const phrase = `"${term.replaceAll('"', '""')}"`;
  return sql<{ number: number }>`
    select rowid as number from ${index} where ${index} match ${phrase} limit ${fewHits + 1}`.execute(db);
}
