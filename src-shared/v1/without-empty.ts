import type { V1Request } from './route';

/** A body without those of these fields that are an empty text, which means "not given" for them. */
export const withoutEmpty = (body: V1Request['body'], fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([name, value]) => value !== '' || !fields.includes(name)));
