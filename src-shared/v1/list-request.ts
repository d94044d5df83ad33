import { z } from 'zod';
import type { V1Request } from './route';
import { withoutNulls } from './without-nulls';

/**
 * The list fields of a request in the one spelling the core knows: `sort` may be an array of conditions or the name of a
 * column (wire contract 1.8), `expand` a comma-separated text or an array. An empty `status` or `order` is none (2.4).
 * Everything else is passed on as it came.
 */
export function listInputOf(given: V1Request['body']): Record<string, unknown> {
  const { sort, expand, status, order, ...rest } = withoutNulls(given) as V1Request['body'];
  return {
    ...rest,
    ...(status !== undefined && status !== '' && { status }),
    ...(order !== undefined && order !== '' && { order }),
    ...(sort !== undefined && sort !== '' && { sort: sortOf(sort, given.order) }),
    ...(expand !== undefined && { expand: Array.isArray(expand) ? expand.join(',') : expand }),
  };
}

const sortOf = (sort: unknown, order: unknown) =>
  typeof sort === 'string' ? [{ field: sort, direction: order === 'asc' ? 'asc' : 'desc' }] : sort;

/** The documented body of a search: both spellings of `sort` and `expand`. */
export const searchBody = (search: z.ZodObject) =>
  search.extend({
    ...(search.shape.sort && { sort: z.union([search.shape.sort, z.string()]).optional() }),
    ...(search.shape.expand && { expand: z.union([z.string(), z.array(z.string())]).optional() }),
  });

/** The documented query string of a list: no conditions, `sort` is the name of a column. */
export function listQuery(search: z.ZodObject) {
  const { filters: _filters, sort: _sort, ...fields } = search.shape;
  return z.object({
    ...fields,
    sort: z.string().optional().describe('Name of a column to order by, in the direction of `order`.'),
    ...(fields.expand && { expand: z.union([z.string(), z.array(z.string())]).optional() }),
  });
}
