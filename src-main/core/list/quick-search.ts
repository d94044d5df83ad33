import { foldText } from '@shared/rules/fold-text';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from '../store/schema';
import { inList } from './in-list';

type Searchable = 'groups' | 'plans' | 'features' | 'prices' | 'customers';

/** More hits than this and walking the list in its own order fills a page sooner than looking every hit up. */
const fewHits = 2000;

/** The folded texts a row is found by; whoever writes one of them writes this with it. */
export const searchText = (...texts: string[]): string => foldText(texts.join('\n'));

/** What was typed, as search_text holds it; "" when there is nothing to look for. */
export const searchTerm = (typed: string): string => foldText(typed.trim());

/**
 * The condition that a row's texts contain what was typed, whatever its case and accents; null when nothing was typed.
 * A rare term is answered by the trigram index at once; a common or short one by comparing the text of each row.
 */
export async function quickSearch(
  db: Kysely<Schema>,
  table: Searchable,
  typed: string,
): Promise<RawBuilder<SqlBool> | null> {
  const term = searchTerm(typed);
  if (term === '') return null;
  if ([...term].length >= 3) {
    const index = sql.table(`${table}_search`);
    const phrase = `"${term.replaceAll('"', '""')}"`;
    const hits = await sql<{ rowid: number }>`
      select rowid from ${index} where ${index} match ${phrase} limit ${fewHits + 1}`.execute(db);
    if (hits.rows.length <= fewHits) {
      return inList(
        `${table}.number`,
        hits.rows.map(({ rowid }) => rowid),
      );
    }
  }
  return sql<SqlBool>`instr(${sql.ref(`${table}.search_text`)}, ${term}) > 0`;
}
