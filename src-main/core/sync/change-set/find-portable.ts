import { sameValue } from '@shared/rules/sync/same-value';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { type MeterRow, meterOf } from '../../meters/meter-row';
import { prepared } from '../../store/prepared';
import { meterPart } from '../snapshots/read-snapshots';
import type { PortableAt } from './portable';

/** Where rows are looked for. */
export interface FindAt extends PortableAt {
  environment_id: string;
}
type Values = Readonly<Record<string, unknown>>;

/** What was found by a key: one row, none, or more than one that cannot be told apart. */
export type Found = { id: string } | { missing: string };

const one = (ids: readonly string[], what: string): Found => {
  const [id, other] = ids;
  if (id === undefined) return { missing: `There is no ${what} here.` };
  return other === undefined ? { id } : { missing: `There are ${ids.length} of ${what} here.` };
};

const asValues = (key: unknown): Values => (typeof key === 'object' && key !== null ? (key as Values) : {});
const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** The live row of this environment that a key names. */
export function findPortable(at: FindAt, entity: SyncedEntity, key: unknown): Found {
  if (entity === 'price') return findPrice(at, asValues(key));
  if (entity === 'plan') return findPlan(at, asValues(key));
  const sql = `select id from ${entity}s where environment_id = ? and lookup_key = ? and status = 'published'`;
  return one(
    prepared(at.sqlite, sql)
      .pluck()
      .all(at.environment_id, String(key ?? '')) as string[],
    `${entity} ${String(key)}`,
  );
}

function findPlan({ sqlite, environment_id }: FindAt, { lookup_key, name }: Values): Found {
  const by = (column: string, value: unknown) =>
    value
      ? (prepared(sqlite, `select id from plans where environment_id = ? and ${column} = ? and status = 'published'`)
          .pluck()
          .all(environment_id, String(value)) as string[])
      : [];
  const byKey = by('lookup_key', lookup_key);
  return one(byKey.length > 0 ? byKey : by('name', name), `plan “${String(name ?? lookup_key)}”`);
}

function findPrice(at: FindAt, { plan, lookup_keys, display_names, currency, type }: Values): Found {
  const { sqlite, environment_id } = at;
  const names = asTexts(display_names);
  const what = `charge “${names[0] ?? asTexts(lookup_keys)[0] ?? ''}”`;
  const byKey = prepared(sqlite, byKeySql)
    .pluck()
    .all(environment_id, JSON.stringify(asTexts(lookup_keys))) as string[];
  if (byKey.length > 0) return one(byKey, what);
  const owner = findPortable(at, 'plan', plan);
  if ('missing' in owner) return owner;
  const asked = { plan: owner.id, names: JSON.stringify(names), currency: String(currency), type: String(type) };
  return one(prepared(sqlite, byNameSql).pluck().all(asked) as string[], what);
}

const byKeySql = `select id from prices where environment_id = ? and lookup_key in (select value from json_each(?))
  and lookup_key <> '' and status = 'published' and end_date is null`;
const byNameSql = `select id from prices where entity_id = @plan and display_name in (select value from json_each(@names))
  and currency = @currency and type = @type and status = 'published' and end_date is null`;

/** The local id of what a value of a price refers to; null for nothing. */
export function findReference(at: FindAt, field: string, value: unknown): Found | null {
  if (value === null || value === undefined || value === '') return null;
  if (field === 'entity_id') return findPortable(at, 'plan', value);
  if (field === 'group_id') return findPortable(at, 'group', value);
  return findMeter(at, asValues(value));
}

function findMeter({ sqlite, environment_id }: FindAt, { feature, meter }: Values): Found {
  if (feature) {
    const sql = `select meter_id from features where environment_id = ? and lookup_key = ? and status = 'published'
      and meter_id is not null`;
    return one(
      prepared(sqlite, sql).pluck().all(environment_id, String(feature)) as string[],
      `feature ${String(feature)}`,
    );
  }
  const part = asValues(meter);
  const sql = `select * from meters where environment_id = ? and event_name = ? and status = 'published'`;
  const rows = prepared(sqlite, sql).all(environment_id, String(part.event_name ?? '')) as MeterRow[];
  const equal = rows.filter((row) => sameValue(meterPart(meterOf(row)), part));
  return one(
    equal.slice(0, 1).map(({ id }) => id),
    `meter “${String(part.name)}”`,
  );
}

export const referenceFields = ['entity_id', 'group_id', 'meter_id'] as const;

/** Names the row that a reference is about, to tell whether an earlier change of the set makes it. */
export function nameOfReference(field: string, value: unknown): string {
  if (field === 'entity_id') return `plan ${JSON.stringify(value)}`;
  if (field === 'group_id') return `group ${JSON.stringify(value)}`;
  return `feature ${JSON.stringify(asValues(value).feature ?? null)}`;
}
