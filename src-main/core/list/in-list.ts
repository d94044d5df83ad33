import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * `column in (values)` with one parameter for any number of values, so that every length shares one prepared statement; a
 * single value is compared instead, so that an index over the column can also give the order of a list.
 */
export function inList(
  column: string | RawBuilder<unknown>,
  values: readonly (string | number)[],
): RawBuilder<SqlBool> {
  const left = typeof column === 'string' ? sql.ref(column) : column;
  if (values.length === 1) return sql<SqlBool>`${left} = ${values[0]}`;
  return sql<SqlBool>`${left} in (select value from json_each(${JSON.stringify(values)}))`;
}
