import { isDecimal, normalizeDecimal } from '@shared/decimal';
import { invalid } from '@shared/errors';
import type { FilterCondition, SortCondition } from '@shared/list';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { inList } from './in-list';

/** How a column is compared: decimals are kept as text, and ordered as numbers. */
export type FieldKind = 'text' | 'number' | 'decimal';

/** The fields of an entity that conditions may name, and how each is compared. Nothing else reaches the SQL. */
export interface DslFields {
  /** As the wire names the entity in its messages. */
  entity: 'group' | 'price' | 'plan' | 'feature' | 'meter' | 'customer' | 'subscription';
  fields: Record<string, FieldKind>;
  /** Field names of the wire that are called otherwise in the store. */
  aliases?: Record<string, string>;
  /** Fields of the wire that are no column of their own: how each is read from a row. */
  computed?: Record<string, { kind: FieldKind; sql: RawBuilder<unknown> }>;
}

/** A field as a condition or an order refers to it. */
interface Field {
  ref: RawBuilder<unknown>;
  kind: FieldKind;
  /** People read it, so it is ordered without regard to case. */
  readable: boolean;
}

/** The fields every entity has (wire contract 1.8). */
export const commonFields = {
  id: 'text',
  tenant_id: 'text',
  environment_id: 'text',
  status: 'text',
  created_at: 'text',
  updated_at: 'text',
  created_by: 'text',
  updated_by: 'text',
} as const satisfies Record<string, FieldKind>;

function resolve({ entity, fields, aliases, computed }: DslFields, name: string): Field {
  const own = computed && Object.hasOwn(computed, name) ? computed[name] : undefined;
  if (own) return { ref: own.sql, kind: own.kind, readable: false };
  const column = aliases && Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
  const kind = Object.hasOwn(fields, column) ? fields[column] : undefined;
  if (!kind) throw invalid(`unknown field name '${name}' in ${entity} query`, 'filters', { field: name });
  return { ref: sql.ref(column), kind, readable: readableColumns.has(column) };
}

/** Columns that people read, ordered without regard to case. */
const readableColumns = new Set(['name', 'display_name', 'description', 'lookup_key']);

/** Refuses a condition whose value is not where its data type says (wire contract 1.8). */
function checkValue({ data_type, value }: FilterCondition): void {
  const { string, number, date, array } = value;
  if ([string, number, date, array].every((slot) => slot === null || slot === undefined)) {
    throw invalid('At least one of the value fields must be provided', 'filters');
  }
  const slot = value[data_type];
  if (slot === null || slot === undefined) throw invalid(`Value ${data_type} is required`, 'filters');
}

/**
 * The conditions of a list request as SQL, to be joined by AND (wire contract 1.8). An unknown operator, or one whose
 * value is missing, adds none; `gte` and `lte` are ours. An empty text also matches a column without a value.
 */
export function filterConditions(spec: DslFields, filters: readonly FilterCondition[]): RawBuilder<SqlBool>[] {
  return filters.flatMap((filter) => {
    const field = resolve(spec, filter.field);
    checkValue(filter);
    const condition = conditionOf(field, filter);
    return condition ? [condition] : [];
  });
}

function conditionOf(field: Field, { operator, value }: FilterCondition) {
  const { ref, kind } = field;
  const ordered = kind === 'decimal' ? sql`cast(${ref} as real)` : ref;
  switch (operator) {
    case 'eq': {
      const wanted = value.string ?? value.number ?? value.boolean ?? value.date ?? value.array;
      if (Array.isArray(wanted)) return inList(ref, wanted);
      return wanted === null || wanted === undefined ? null : equals(field, wanted);
    }
    case 'contains':
    case 'not_contains':
      return typeof value.string === 'string' ? contains(ref, value.string, operator === 'contains') : null;
    case 'gt':
    case 'lt':
    case 'gte':
    case 'lte':
      if (typeof value.number !== 'number') return null;
      return sql<SqlBool>`${ordered} ${sql.raw(comparisons[operator])} ${value.number}`;
    case 'in':
    case 'not_in':
      return value.array?.length ? memberOf(ref, value.array, operator === 'in') : null;
    case 'before':
      return value.date ? sql<SqlBool>`${ref} < ${value.date}` : null;
    case 'after':
      return value.date ? sql<SqlBool>`${ref} > ${value.date}` : null;
    default:
      return null;
  }
}

const comparisons = { gt: '>', lt: '<', gte: '>=', lte: '<=' } as const;

function equals({ ref, kind }: Field, wanted: string | number | boolean) {
  if (wanted === '') return sql<SqlBool>`coalesce(${ref}, '') = ''`;
  if (kind === 'decimal') {
    const text = String(wanted);
    return sql<SqlBool>`${ref} = ${isDecimal(text) ? normalizeDecimal(text) : text}`;
  }
  if (kind === 'number') return sql<SqlBool>`${ref} = ${Number(wanted)}`;
  return sql<SqlBool>`${ref} = ${String(wanted)}`;
}

function memberOf(ref: RawBuilder<unknown>, values: readonly string[], positive: boolean) {
  const found = values.includes('')
    ? sql<SqlBool>`coalesce(${ref}, '') in (select value from json_each(${JSON.stringify(values)}))`
    : inList(ref, values);
  return positive ? found : sql<SqlBool>`not coalesce(${found}, 0)`;
}

/**
 * SQLite's own LIKE folds the case of plain letters only and takes no long pattern; everything else goes through
 * lower_unicode, at ten times the cost.
 */
function contains(ref: RawBuilder<unknown>, text: string, positive: boolean) {
  const value = sql`coalesce(${ref}, '')`;
  const plain = /^[\u0020-\u007e]{0,1000}$/.test(text);
  const found = plain
    ? sql<SqlBool>`${value} like ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`
    : sql<SqlBool>`instr(lower_unicode(${value}), ${text.toLowerCase()}) > 0`;
  return positive ? found : sql<SqlBool>`not ${found}`;
}

/** The order of a list: the asked-for fields first, then newest (or with `order: asc` oldest) first. */
export function orderOf(spec: DslFields, sort: readonly SortCondition[], order: 'asc' | 'desc') {
  const base = sql.raw(order);
  const asked = sort.map(({ field, direction }) => {
    const { ref, kind, readable } = resolve(spec, field);
    const by = kind === 'decimal' ? sql`cast(${ref} as real)` : readable ? sql`${ref} collate nocase` : ref;
    return sql`${by} ${sql.raw(direction)}`;
  });
  // Rows are numbered as they are created, so `number` breaks ties as created_at would, and an index can do it.
  if (asked.length > 0) return sql.join([...asked, sql`number ${base}`]);
  return sql.join([sql`created_at ${base}`, sql`number ${base}`]);
}
