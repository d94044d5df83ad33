import type { AnyRoute, V1Request } from './route';

/** An ETag as the header and the rows carry it: the version of the row, quoted. */
export const etagOf = (version: number) => `"${version}"`;

/** The version inside an `If-Match` header; null when it is not one of our ETags. */
export function versionOf(etag: string): number | null {
  const digits = /^(?:W\/)?"(\d{1,15})"$/.exec(etag.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The JSON text of a route's answer as the wire spells it, every row with its ETag. */
export function encodeAnswer(
  route: AnyRoute,
  data: unknown,
  request: V1Request,
  versions: Record<string, number> = {},
): string {
  const answer = route.answer(data, request);
  if (typeof answer !== 'object' || answer === null) return JSON.stringify(answer);
  if (!('items' in answer) || !Array.isArray(answer.items)) return rowText(answer, versions);
  const { items, ...rest } = answer;
  const page = JSON.stringify(rest).slice(1);
  const rows = items.map((row) => rowText(row, versions)).join(',');
  return `{"items":[${rows}]${page === '}' ? '' : ','}${page}`;
}

/** The texts of rows that come again, by the row. */
const knownTexts = new WeakMap<object, { version: number | undefined; text: string }>();

/** A row of an answer as JSON, with its ETag. The text of a frozen row, which is the same row for ever, is kept with it. */
function rowText(row: { id?: unknown }, versions: Record<string, number>): string {
  const version = typeof row.id === 'string' ? versions[row.id] : undefined;
  const known = knownTexts.get(row);
  if (known && known.version === version) return known.text;
  const own = JSON.stringify(row);
  const text = version === undefined ? own : `${own.slice(0, -1)},"etag":${JSON.stringify(etagOf(version))}}`;
  if (Object.isFrozen(row)) knownTexts.set(row, { version, text });
  return text;
}
