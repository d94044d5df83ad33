import type { Parsed } from '@shared/contract';
import type { Plan } from '@shared/entities/plan';
import type { ListOf } from '@shared/list';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { commonFields, type DslFields } from '../list/dsl';
import { expansions } from '../list/expansions';
import { inList } from '../list/in-list';
import { quickSearch } from '../list/quick-search';
import { searchRows } from '../list/search-rows';
import type { Schema } from '../store/schema';
import { plansOf } from './plan-row';

const dsl: DslFields = {
  entity: 'plan',
  fields: {
    ...commonFields,
    metadata: 'text',
    lookup_key: 'text',
    name: 'text',
    description: 'text',
    display_order: 'number',
  },
};

/** Lists plans (wire contract 4.4), published ones unless a status is named; unknown expansions are not refused here. */
export async function searchPlans(
  db: Kysely<Schema>,
  environment_id: string,
  now: string,
  input: Parsed<'plan.search'>,
): Promise<ListOf<Plan>> {
  const page = await searchRows(db, {
    table: 'plans',
    environment_id,
    defaultStatus: 'published',
    dsl,
    input,
    where: [
      input.plan_ids.length > 0 ? inList('id', input.plan_ids) : null,
      input.lookup_key === '' ? null : sql<SqlBool>`lookup_key = ${input.lookup_key}`,
      input.metadata ? hasMetadata(input.metadata) : null,
    ],
    search: await quickSearch(db, 'plans', environment_id, input.search),
  });
  const prices = expansions(input.expand, null).has('prices') ? 'live' : 'none';
  return { ...page, items: await plansOf(db, page.items, { now, prices }) };
}

/** Every pair is in the plan's metadata. Compared key by key, because a JSON path cannot hold every key. */
const hasMetadata = (wanted: Record<string, string>): RawBuilder<SqlBool> => sql<SqlBool>`
  not exists (select 1 from json_each(${JSON.stringify(wanted)}) as wanted where not exists (
    select 1 from json_each(plans.metadata) as pair where pair.key = wanted.key and pair.value = wanted.value))`;
