import type { Parsed } from '@shared/contract';
import type { Feature } from '@shared/entities/feature';
import type { ListOf } from '@shared/list';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { commonFields, type DslFields } from '../list/dsl';
import { expansions } from '../list/expansions';
import { inList } from '../list/in-list';
import { quickSearch, textContains } from '../list/quick-search';
import { searchRows } from '../list/search-rows';
import type { Schema } from '../store/schema';
import { featuresOf } from './feature-row';

const dsl: DslFields = {
  entity: 'feature',
  fields: {
    ...commonFields,
    metadata: 'text',
    lookup_key: 'text',
    name: 'text',
    description: 'text',
    type: 'text',
    meter_id: 'text',
    unit_singular: 'text',
    unit_plural: 'text',
    reporting_unit: 'text',
    alert_settings: 'text',
  },
  computed: {
    reporting_unit_singular: { kind: 'text', sql: sql`reporting_unit ->> '$.unit_singular'` },
    reporting_unit_plural: { kind: 'text', sql: sql`reporting_unit ->> '$.unit_plural'` },
    reporting_unit_conversion_rate: { kind: 'decimal', sql: sql`reporting_unit ->> '$.conversion_rate'` },
    // Groups hold prices only.
    group_id: { kind: 'text', sql: sql`null` },
  },
};

/** Lists features (wire contract 5.4), archived ones too unless a status is named. */
export async function searchFeatures(
  db: Kysely<Schema>,
  environment_id: string,
  input: Parsed<'feature.search'>,
): Promise<ListOf<Feature>> {
  const expand = expansions(input.expand, ['meters']);
  const nameContains = {
    field: 'name',
    operator: 'contains',
    data_type: 'string' as const,
    value: { string: input.name_contains },
  };
  const page = await searchRows(db, {
    table: 'features',
    environment_id,
    defaultStatus: 'not deleted',
    dsl,
    input: { ...input, filters: input.name_contains === '' ? input.filters : [...input.filters, nameContains] },
    where: [
      input.feature_ids.length > 0 ? inList('id', input.feature_ids) : null,
      input.meter_ids.length > 0 ? inList('meter_id', input.meter_ids) : null,
      input.lookup_key === '' ? null : sql<SqlBool>`lookup_key = ${input.lookup_key}`,
      input.lookup_keys.length > 0 ? inList('lookup_key', input.lookup_keys) : null,
      await byText(db, environment_id, input.search),
    ],
  });
  return { ...page, items: await featuresOf(db, page.items, { meters: expand.has('meters') }) };
}

/** What was typed is in the feature's own texts or in its meter's, which hold the event name. */
async function byText(db: Kysely<Schema>, environment_id: string, typed: string): Promise<RawBuilder<SqlBool> | null> {
  const own = await quickSearch(db, 'features', environment_id, typed);
  if (!own) return null;
  const ofMeter = sql`meter_id in (select id from meters where ${textContains('meters.search_text', typed)})`;
  return sql<SqlBool>`(${own.condition} or ${ofMeter})`;
}
