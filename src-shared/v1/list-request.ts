import type { V1Request } from './route';

/**
 * The list fields of a request in the one spelling the core knows: `sort` may be an array of conditions or the name of a
 * column (wire contract 1.8), `expand` a comma-separated text or an array. Everything else is passed on as it came.
 */
export function listInputOf(given: V1Request['body']): Record<string, unknown> {
  const { sort, expand, ...rest } = given;
  return {
    ...rest,
    ...(sort !== undefined && sort !== '' && { sort: sortOf(sort, given.order) }),
    ...(expand !== undefined && { expand: Array.isArray(expand) ? expand.join(',') : expand }),
  };
}

const sortOf = (sort: unknown, order: unknown) =>
  typeof sort === 'string' ? [{ field: sort, direction: order ?? 'desc' }] : sort;
