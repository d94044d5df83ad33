import type { Price, PriceSearch } from '@shared/entities/price';
import type { ListOf } from '@shared/list';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { expansions } from '../list/expansions';
import { inList } from '../list/in-list';
import { quickSearch, textContains } from '../list/quick-search';
import { type Narrowing, searchNumbers } from '../list/search-rows';
import type { Schema } from '../store/schema';
import { nestInPrices } from './expand-prices';
import { keptPage } from './kept-pages';
import { pricesByNumber } from './kept-prices';
import { priceFields } from './price-fields';

/** Lists prices (wire contract 3.7): published ones that have not ended, unless asked otherwise. */
export async function searchPrices(
  db: Kysely<Schema>,
  environment_id: string,
  now: string,
  input: PriceSearch,
): Promise<ListOf<Price>> {
  const expand = expansions(input.expand, ['meters', 'groups', 'plan', 'addons', 'priceunit']);
  const { expand: _expand, ...question } = input;
  const page = await keptPage(db, { environment_id, now, question }, () => searchPage(db, environment_id, now, input));
  const items = nestInPrices(db, pricesByNumber(db, page.items), {
    meters: expand.has('meters'),
    groups: expand.has('groups'),
    plan: expand.has('plan'),
  });
  return { ...page, items };
}

const searchPage = async (
  db: Kysely<Schema>,
  environment_id: string,
  now: string,
  input: PriceSearch,
): Promise<ListOf<number>> =>
  searchNumbers(db, {
    table: 'prices',
    environment_id,
    defaultStatus: 'published',
    dsl: priceFields,
    input: { ...input, limit: input.limit || 50 },
    where: [
      anyOf('id', input.price_ids),
      anyOf('entity_id', input.entity_ids),
      anyOf('meter_id', input.meter_ids),
      anyOf('billing_period', input.billing_periods),
      anyOf('group_id', input.group_ids),
      input.entity_type === '' ? null : sql<SqlBool>`entity_type = ${input.entity_type}`,
      input.start_date_lt ? sql<SqlBool>`start_date < ${input.start_date_lt}` : null,
      await byText(db, environment_id, input.search),
    ],
    search: input.allow_expired_prices ? null : notEnded(db, environment_id, now),
  });

/** Prices that have not ended. The published ones are counted as they are written, so only the ended ones are counted here. */
const notEnded = (db: Kysely<Schema>, environment_id: string, now: string): Narrowing => ({
  condition: sql<SqlBool>`(end_date is null or end_date > ${now})`,
  async published() {
    const { rows } = await sql<{ published: number }>`
      select published - (
        select count(*) from prices where environment_id = ${environment_id} and status = 'published' and end_date <= ${now}
      ) as published from price_counts where environment_id = ${environment_id}`.execute(db);
    return rows[0]?.published ?? 0;
  },
});

const anyOf = (column: string, values: readonly string[]) => (values.length > 0 ? inList(column, values) : null);

/** What was typed is in the price's own texts or in its plan's. */
async function byText(db: Kysely<Schema>, environment_id: string, typed: string): Promise<RawBuilder<SqlBool> | null> {
  const own = await quickSearch(db, 'prices', environment_id, typed);
  if (!own) return null;
  const ofPlan = sql`entity_id in (select id from plans where ${textContains('plans.search_text', typed)})`;
  return sql<SqlBool>`(${own.condition} or ${ofPlan})`;
}
