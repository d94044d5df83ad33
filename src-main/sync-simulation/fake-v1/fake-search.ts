import type { FakeRow } from './fake-rows';

type Body = Record<string, unknown>;
interface Condition {
  field: string;
  operator: string;
  value?: { string?: string; array?: string[]; date?: string };
}

/** Named filters of searches: the body's member and the column it names. */
const idLists: Record<string, string> = {
  group_ids: 'id',
  plan_ids: 'id',
  feature_ids: 'id',
  price_ids: 'id',
  entity_ids: 'entity_id',
  meter_ids: 'meter_id',
};

/** A page of rows as the public API searches (wire contract 1.7, 1.8): conditions are ANDed, sorts come before created_at. */
export function searchPage(rows: readonly FakeRow[], body: Body, ignored: readonly string[] = []) {
  const conditions = (body.filters as Condition[] | undefined) ?? [];
  const matching = rows.filter(
    (row) =>
      Object.entries(idLists).every(([member, column]) => {
        const ids = body[member] as string[] | undefined;
        return ignored.includes(member) || !ids?.length || ids.includes(String(row[column] ?? ''));
      }) &&
      (!body.lookup_key || row.lookup_key === body.lookup_key) &&
      (!body.entity_type || row.entity_type === body.entity_type) &&
      conditions.every((condition) => holds(row, condition)),
  );
  const sorts = [...sortsOf(body), { field: 'created_at', direction: body.order === 'asc' ? 'asc' : 'desc' }];
  // Rows of one moment come in any order upstream: by id, so that a test can be repeated.
  const sorted = matching.toSorted((a, b) => {
    for (const { field, direction } of sorts) {
      const [left, right] = [String(a[field] ?? ''), String(b[field] ?? '')];
      if (left !== right) return (left < right ? -1 : 1) * (direction === 'asc' ? 1 : -1);
    }
    return a.id < b.id ? -1 : 1;
  });
  const limit = Number(body.limit ?? 50) || 50;
  const offset = Number(body.offset ?? 0);
  return {
    items: sorted.slice(offset, offset + limit),
    pagination: { total: matching.length, limit, offset: offset + limit },
  };
}

/** Prices take a column name, everything else a list (wire contract 1.8). */
function sortsOf({ sort, order }: Body): { field: string; direction: string }[] {
  if (typeof sort === 'string' && sort) return [{ field: sort, direction: order === 'asc' ? 'asc' : 'desc' }];
  return Array.isArray(sort) ? sort : [];
}

function holds(row: FakeRow, { field, operator, value = {} }: Condition): boolean {
  const own = String(row[field] ?? '');
  if (operator === 'after') return value.date === undefined || Date.parse(own) > Date.parse(value.date);
  if (operator === 'before') return value.date === undefined || Date.parse(own) < Date.parse(value.date);
  if (operator === 'in') return !value.array?.length || value.array.includes(own);
  if (operator === 'eq') return value.string === undefined || own === value.string;
  return true;
}
