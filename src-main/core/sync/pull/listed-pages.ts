import { setImmediate } from 'node:timers/promises';
import { parseInstant, toInstant } from '@shared/instant';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { pageSizeOf, type RemoteApi } from '../remote/remote-api';
import { itemsOf, member, type RemotePage, readPage, search, totalOf } from './remote-lists';

export interface Listing {
  entity: SyncedEntity;
  by: 'created_at' | 'updated_at';
  /** Only rows after this moment; null for all. */
  after: string | null;
  status?: 'archived';
}

/** A page of a list, and whether it is the list's last. */
export interface ListedPage {
  listing: Listing;
  page: RemotePage;
  isLast: boolean;
}

/**
 * The pages of lists, one list after another, each in the order of a timestamp. Two are on their way while one is dealt
 * with, since a server is seldom faster than the store. The first page of the next kind is asked for as one begins: most
 * lists are one page, and each would wait for a whole answer.
 */
export async function* pagesOf(api: RemoteApi, listings: readonly Listing[]): AsyncGenerator<ListedPage> {
  const ahead = new Map<Listing, Asked>();
  for (const [at, listing] of listings.entries()) {
    const first = ahead.get(listing) ?? firstPage(api, listing);
    ahead.delete(listing);
    // A row that goes from one list of its kind to another meanwhile has to be in either: the second is all read later.
    const next = listings.slice(at + 1).find(({ entity }) => entity !== listing.entity);
    if (next && !ahead.has(next)) ahead.set(next, firstPage(api, next));
    yield* pagesOfOne(api, listing, first);
  }
}

const firstPage = (api: RemoteApi, listing: Listing): Asked =>
  askFor(api, listing, { after: listing.after, offset: 0, start: 0, isCounted: false });

/** Where a page is asked for: so many rows after a moment. */
interface Place {
  after: string | null;
  offset: number;
  /** How many rows of the whole list are before it; a guess as soon as rows are touched. */
  start: number;
  /** Its place was told by counting. */
  isCounted: boolean;
  /** The rows of the page before, of which it has to begin with one: those before it are where they were then. */
  seen?: ReadonlySet<string>;
}

/** A list whose rows keep leaving their places is not begun anew for ever. */
const mostAnew = 20;

interface Asked extends Place {
  /** The answer, which is read now: one that came before waited as bytes. */
  take(): Promise<unknown>;
}

function askFor(api: RemoteApi, listing: Listing, place: Place): Asked {
  const wanted = Promise.withResolvers<void>();
  const body = requestPage(api, listing, place, wanted.promise);
  // It is awaited when its turn comes, unless the reader stops before.
  body.catch(() => undefined);
  return {
    ...place,
    take() {
      wanted.resolve();
      return body;
    },
  };
}

/**
 * Each page is asked for from where the one before ended, and rows that share a moment are counted within it. Counting
 * alone would skip a row whenever an earlier one is touched meanwhile. Where more rows share a moment than a page has, the
 * next page begins a few rows early: when it begins with none that was seen, rows left, and the moment is read anew.
 * Otherwise counting only tells where to ask for the page after the next, a few rows early: so the server need not wait for
 * us to have read one answer before it is asked again. Such a page is good when it does begin before the moment at which
 * the one before it ended; the last page never is such a one, so that what was touched while others were read is always in
 * it.
 */
async function* pagesOfOne(api: RemoteApi, listing: Listing, first: Asked): AsyncGenerator<ListedPage> {
  const { entity, by } = listing;
  const limit = pageSizeOf(api);
  const ask = (after: string | null, offset: number, start: number, more: Partial<Place> = {}) =>
    askFor(api, listing, { after, offset, start, isCounted: false, ...more });
  const asked: Asked[] = [first];
  let ended: Ended | null = null;
  let mayCount = true;
  let anew = 0;
  for (let one = asked.shift(); one; one = asked.shift()) {
    // What came while the page before was stored has its turn; so again before the rows of this one are read.
    await setImmediate();
    const body: unknown = await one.take();
    const items = itemsOf(body);
    if (one.isCounted && (ended === null || items.length < limit || !isBefore(items[0], by, ended.ms))) {
      // Rows came or went, or too many share a moment: it is asked for again from where the last one ended.
      mayCount = false;
      asked.length = 0;
      if (ended) asked.push(ask(ended.after, 0, ended.start));
      continue;
    }
    const { seen } = one;
    if (seen && !seen.has(placedRow(items[0], by)) && anew < mostAnew) {
      anew += 1;
      asked.push(ask(one.after, 0, one.start - one.offset));
      continue;
    }
    const isLast = items.length < limit;
    const known = one.isCounted && ended ? placeOf(items, by, ended.ms) : seen ? seenOf(items, by, seen) : 0;
    const wanted = items.slice(known);
    if (!isLast) {
      const next = endOf(items, by, one);
      const isStuck = next === null || (one.after !== null && next.after <= one.after);
      if (isStuck) {
        asked.length = 0;
        const on = items.length - earlyOf(limit);
        const more = on < items.length ? { seen: new Set(items.map((item) => placedRow(item, by))) } : {};
        asked.push(ask(one.after, one.offset + on, one.start + on, more));
      } else {
        if (asked.length === 0) asked.push(ask(next.after, 0, next.start));
        const before = asked.at(-1);
        const total = totalOf(body);
        const start = (before?.start ?? 0) + limit - overlapOf(items, by);
        const end = total === null ? 0 : one.start - one.offset + total;
        const isWithin = start > next.start && start + limit < end;
        if (mayCount && asked.length === 1 && isWithin)
          asked.push(ask(next.after, start - next.start, start, { isCounted: true }));
      }
      ended = isStuck ? null : next;
    }
    await setImmediate();
    yield { listing, page: readPage(entity, body, wanted), isLast };
  }
}

function requestPage(
  api: RemoteApi,
  { entity, by, status }: Listing,
  { after, offset }: Place,
  wanted: Promise<void>,
): Promise<unknown> {
  const filters = [{ field: by, operator: 'after', data_type: 'date', value: { date: after } }];
  const body = {
    limit: pageSizeOf(api),
    offset,
    order: 'asc',
    sort: entity === 'price' ? by : [{ field: by, direction: 'asc' }],
    ...(after !== null && { filters }),
    ...(status && { status }),
  };
  return search(api, entity, body, { wanted });
}

/** Where a page ended. */
interface Ended {
  /** The moment of its last row, in epoch milliseconds. */
  ms: number;
  /** Just before it: the rows that share it come again, those of this page for nothing. */
  after: string;
  /** How many rows of the whole list are before those after that. */
  start: number;
}

/** How many rows early a page is asked for within a moment: so many may leave it in between without a row being skipped. */
const earlyOf = (limit: number): number => Math.min(limit - 1, Math.max(1, limit >> 3));

/** A row in its place: one that was touched is elsewhere. */
const placedRow = (item: unknown, by: string): string => `${member(item, 'id')} ${member(item, by)}`;

/** How many rows a page begins with that were seen. */
function seenOf(items: readonly unknown[], by: string, seen: ReadonlySet<string>): number {
  const first = items.findIndex((item) => !seen.has(placedRow(item, by)));
  return first === -1 ? items.length : first;
}

const momentOf = (item: unknown, by: string): number | null => parseInstant(String(member(item, by) ?? ''));

function endOf(items: readonly unknown[], by: string, { start }: Place): Ended | null {
  const ms = momentOf(items.at(-1), by);
  if (ms === null) return null;
  let from = items.length - 1;
  while (from > 0 && !isBefore(items[from - 1], by, ms)) from -= 1;
  return { ms, after: toInstant(ms - 1), start: start + from };
}

const isBefore = (item: unknown, by: string, ms: number): boolean => (momentOf(item, by) ?? ms) < ms;

/** Where the rows of a page from a moment on begin: it is in their order. */
function placeOf(items: readonly unknown[], by: string, ms: number): number {
  const place = items.findIndex((item) => !isBefore(item, by, ms));
  return place === -1 ? items.length : place;
}

/** How many rows early a page is asked for by counting: more than share a moment on the page before. */
function overlapOf(items: readonly unknown[], by: string): number {
  let longest = 1;
  let run = 1;
  for (let at = 1; at < items.length; at += 1) {
    run = member(items[at], by) === member(items[at - 1], by) ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest + 1;
}
