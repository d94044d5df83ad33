import { parseBody } from './parse-body';
import type { RawRequest } from './raw-request';

/** For a route that reads one row by its id or key. */
export const always = () => true;

const briefFields = new Set(['limit', 'offset', 'order', 'expand', 'filters', 'group_ids', 'price_ids', 'entity_ids']);
const indexed = new Set(['id', 'group_id', 'entity_id']);
const mostRows = 100;
/** A longer body names many rows. */
const longestBody = 4096;

/**
 * Whether a search reads a page that an index finds: the newest rows, or those of a plan or group. Text searches, other
 * conditions and orders may look at every row there is.
 */
export function isBriefSearch({ body: text }: Pick<RawRequest, 'body'>): boolean {
  const body = text.length <= longestBody ? parseBody(text) : null;
  if (!body || !Object.keys(body).every((name) => briefFields.has(name))) return false;
  const { limit = 0, offset = 0, filters = [] } = body;
  if (!(Number(limit) <= mostRows && Number(offset) <= mostRows)) return false;
  return Array.isArray(filters) && filters.every(isIndexed);
}

const isIndexed = (filter: unknown) =>
  typeof filter === 'object' &&
  filter !== null &&
  'field' in filter &&
  indexed.has(String(filter.field)) &&
  'operator' in filter &&
  (filter.operator === 'in' || filter.operator === 'eq');
