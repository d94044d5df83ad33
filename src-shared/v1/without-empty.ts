import type { V1Request } from './route';

type Body = V1Request['body'];

/** A body without those of these fields that are an empty text, which means "not given" for them. */
export const withoutEmpty = (body: Body, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([name, value]) => value !== '' || !fields.includes(name)));

/** A body whose filters, a map of property to values in these fields, are without those that are null: no condition. */
export const withoutNullFilters = (body: Body, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      fields.includes(name) && typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).filter(([, values]) => values !== null))
        : value,
    ]),
  );
