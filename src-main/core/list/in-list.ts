import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** `column in (values)` with one parameter for any number of values, so that every length shares one prepared statement. */
export const inList = (
  column: string | RawBuilder<unknown>,
  values: readonly (string | number)[],
): RawBuilder<SqlBool> =>
  sql<SqlBool>`${typeof column === 'string' ? sql.ref(column) : column} in (select value from json_each(${JSON.stringify(values)}))`;
