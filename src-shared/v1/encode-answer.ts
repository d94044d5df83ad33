import type { AnyRoute, V1Request } from './route';

type Row = { id?: unknown; etag?: string };

/** An ETag as the header and the rows carry it: the version of the row, quoted. */
export const etagOf = (version: number) => `"${version}"`;

/** The version inside an `If-Match` header; null when it is not one of our ETags. */
export function versionOf(etag: string): number | null {
  const digits = /^(?:W\/)?"(\d{1,15})"$/.exec(etag.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The answer of a route as the wire spells it, every row with its ETag. */
export function encodeAnswer(
  route: AnyRoute,
  data: unknown,
  request: V1Request,
  versions: Record<string, number> = {},
): unknown {
  const answer = route.answer(data, request);
  if (typeof answer !== 'object' || answer === null) return answer;
  const rows = 'items' in answer && Array.isArray(answer.items) ? (answer.items as Row[]) : [answer as Row];
  for (const row of rows) {
    const version = typeof row.id === 'string' ? versions[row.id] : undefined;
    if (version !== undefined) row.etag = etagOf(version);
  }
  return answer;
}
