import { foldText } from '@shared/rules/fold-text';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from '../store/schema';
import { inList } from './in-list';
import { matchTexts, type Searchable } from './text-index';

/** More hits than this and walking the list in its own order fills a page sooner than looking every hit up. */
const fewHits = 2000;

/** The folded texts a row is found by; whoever writes one of them writes this with it. */
export const searchText = (...texts: string[]): string => foldText(texts.join('\n'));

/**
 * The condition that a folded text column contains what was typed. GLOB is the fastest of SQLite's comparisons for it,
 * but takes no long pattern and ends at a NUL.
 */
export function textContains(column: string, typed: string): RawBuilder<SqlBool> {
  const term = termOf(typed);
  if (term.length > 1000 || term.includes('\0')) return sql<SqlBool>`instr(${sql.ref(column)}, ${term}) > 0`;
  const pattern = `*${term.replaceAll(/[*?[]/g, '[$&]')}*`;
  return sql<SqlBool>`${sql.ref(column)} glob ${pattern}`;
}

const termOf = (typed: string) => foldText(typed.trim());

export interface QuickSearch {
  condition: RawBuilder<SqlBool>;
  /** How many published rows of the environment it finds, nothing else narrowing them. */
  published: number;
}

/**
 * The rows whose texts contain what was typed, whatever its case and accents; null when nothing was typed. The rows of a
 * rare term are named; a common one is compared again while the list is walked in its order, which ends with the page.
 */
export async function quickSearch(
  db: Kysely<Schema>,
  table: Searchable,
  environment_id: string,
  typed: string,
): Promise<QuickSearch | null> {
  const term = termOf(typed);
  if (term === '') return null;
  const { numbers, complete, published } = await matchTexts(db, table, environment_id, { term, limit: fewHits });
  const condition = complete ? inList(`${table}.number`, numbers) : textContains(`${table}.search_text`, typed);
  return { condition, published };
}
