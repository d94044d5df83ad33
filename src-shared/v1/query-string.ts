import { z } from 'zod';

type Kind = 'text' | 'number' | 'boolean' | 'list';

/** How a field of a query schema is written in a query string. */
export type QueryKinds = Record<string, Kind>;

/** The kinds of a schema's fields, found out once when the routes are set up. */
export function queryKindsOf(schema: z.ZodObject): QueryKinds {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, kindOf(property as z.core.JSONSchema.BaseSchema)]),
  );
}

function kindOf(schema: z.core.JSONSchema.BaseSchema): Kind {
  const types = [schema, ...(schema.anyOf ?? [])].map((option) =>
    typeof option === 'object' ? option.type : undefined,
  );
  if (types.includes('array')) return 'list';
  if (types.includes('integer') || types.includes('number')) return 'number';
  return types.includes('boolean') ? 'boolean' : 'text';
}

/**
 * A query string as the input it means: arrays are repeated parameters (wire contract 1.7), an empty value is "not
 * given". Text that is no number or truth value is passed on for the validation to refuse.
 */
export function readQuery(kinds: QueryKinds, query: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const texts = query.getAll(name).filter((text) => text !== '');
    const text = texts.at(-1);
    if (text === undefined) continue;
    if (kind === 'list') input[name] = texts;
    else if (kind === 'number') input[name] = /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
    else if (kind === 'boolean') input[name] = text === 'true' || (text === 'false' ? false : text);
    else input[name] = text;
  }
  return input;
}
