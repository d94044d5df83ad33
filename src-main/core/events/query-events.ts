import type { EventPage, EventQuery } from '@shared/entities/event';
import type Database from 'better-sqlite3';
import { nextOffset } from '../list/search-rows';
import { cursorOf, readCursor } from './event-cursor';
import { type EventRow, toEvent } from './read-event';
import { walkEvents } from './walk-events';
import { countWanted, wantedEvents } from './wanted-events';

/**
 * A page of raw events (wire contract 6.2), newest first unless asked otherwise. Pages by offset, or by the cursor of an
 * event, which stays right while events keep coming in: behind `iter_last_key`, or the page that ends before
 * `iter_first_key`, whose `has_more` is about events still before it.
 */
export function queryEvents(
  sqlite: Database.Database,
  environment_id: string,
  query: EventQuery,
  now: number,
): EventPage {
  const after = readCursor(query.iter_last_key, 'iter_last_key');
  const before = readCursor(query.iter_first_key, 'iter_first_key');
  const wanted = wantedEvents(sqlite, environment_id, query, now);
  const { sort, order } = query;
  const isBackwards = before !== null;
  const rows = walkEvents(sqlite, wanted, { sort, order, isBackwards, after, before });
  const { page, has_more } = takePage(rows, query);
  if (isBackwards) page.reverse();
  const pageTells = !has_more && (page.length > 0 || query.offset === 0);
  const counted = after || before ? null : pageTells ? query.offset + page.length : countWanted(sqlite, wanted);
  return {
    events: page.map((row) => toEvent(row, environment_id)),
    has_more,
    iter_first_key: cursorOf(page[0]),
    iter_last_key: cursorOf(page.at(-1)),
    total_count: counted,
    offset: nextOffset(query.offset, query.page_size),
  };
}

function takePage(rows: Iterable<EventRow>, { offset, page_size }: EventQuery) {
  const page: EventRow[] = [];
  let skip = offset;
  for (const row of rows) {
    if (skip > 0) skip -= 1;
    else if (page.length < page_size) page.push(row);
    else return { page, has_more: true };
  }
  return { page, has_more: false };
}
