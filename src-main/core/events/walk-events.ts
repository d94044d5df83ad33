import type { EventQuery } from '@shared/entities/event';
import { invalid } from '@shared/errors';
import type Database from 'better-sqlite3';
import type { EventCursor } from './event-cursor';
import { type EventRow, selectEvents } from './read-event';
import type { WantedEvents } from './wanted-events';

interface Walk {
  sort: EventQuery['sort'];
  order: EventQuery['order'];
  /** Walks from the end of the page order to its beginning. */
  isBackwards: boolean;
  /** Only events behind this one in page order. */
  after: EventCursor | null;
  /** Only events before this one in page order. */
  before: EventCursor | null;
}

type Direction = 'asc' | 'desc';
const turned = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc');

/**
 * The wanted events one after another, read only as far as the caller asks. Sorted by time, equal times go by id; sorted
 * by event name, the events of one name go newest first.
 */
export function* walkEvents(sqlite: Database.Database, wanted: WantedEvents, walk: Walk): Generator<EventRow> {
  const byName = walk.sort === 'event_name';
  const pageTimes = byName ? 'desc' : walk.order;
  const times = walk.isBackwards ? turned(pageTimes) : pageTimes;
  const stretches = stretchesOf(sqlite, wanted, walk, pageTimes).map(
    ({ number, where, values }) =>
      () =>
        sqlite
          .prepare(
            `${selectEvents} where e.event_name = @name and ${where} order by e.timestamp ${times}, e.event_id ${times}`,
          )
          .iterate({ ...values, name: number }) as IterableIterator<EventRow>,
  );
  const rows = byName ? oneAfterAnother(stretches) : merged(stretches, times);
  for (const row of rows) if (wanted.passes === null || wanted.passes(row.properties)) yield row;
}

interface Stretch {
  number: number;
  where: string;
  values: WantedEvents['values'];
}

/** One stretch per event name, cut at the cursors: each walks its own part of the event table. */
function stretchesOf(sqlite: Database.Database, wanted: WantedEvents, walk: Walk, pageTimes: Direction): Stretch[] {
  const { sort, order, isBackwards } = walk;
  const names = sort === 'event_name' && order === 'desc' ? wanted.names.toReversed() : wanted.names;
  const later = pageTimes === 'desc' ? '<' : '>';
  const earlier = pageTimes === 'desc' ? '>' : '<';
  const bounds = [
    { cursor: walk.after, compare: later, isOutside: (at: number, cut: number) => at < cut, name: 'after' },
    { cursor: walk.before, compare: earlier, isOutside: (at: number, cut: number) => at > cut, name: 'before' },
  ].flatMap(({ cursor, ...bound }) => {
    if (!cursor) return [];
    const cut = sort === 'event_name' ? placeOfName(sqlite, names, cursor, bound.name) : null;
    return [{ ...bound, cursor, cut }];
  });
  const stretches = names.flatMap(({ number }, at) => {
    if (bounds.some(({ cut, isOutside }) => cut !== null && isOutside(at, cut))) return [];
    const cutting = bounds.filter(({ cut }) => cut === null || cut === at);
    const conditions = cutting.map(
      ({ name, compare }) => `(e.timestamp, e.event_id) ${compare} (@${name}_timestamp, @${name}_event_id)`,
    );
    const values = { ...wanted.values };
    for (const { name, cursor } of cutting) {
      values[`${name}_timestamp`] = cursor.timestamp;
      values[`${name}_event_id`] = cursor.event_id;
    }
    return [{ number, where: [wanted.where, ...conditions].join(' and '), values }];
  });
  return sort === 'event_name' && isBackwards ? stretches.reverse() : stretches;
}

/** Where the name of a cursor's event stands among the names. Throws when there is no such event any more. */
function placeOfName(
  sqlite: Database.Database,
  names: WantedEvents['names'],
  cursor: EventCursor,
  bound: string,
): number {
  const find = sqlite
    .prepare('select 1 from events where event_name = @name and timestamp = @timestamp and event_id = @event_id')
    .pluck();
  const place = names.findIndex(({ number }) => find.get({ ...cursor, name: number }) !== undefined);
  if (place === -1) {
    throw invalid('Please check the request payload', bound === 'after' ? 'iter_last_key' : 'iter_first_key');
  }
  return place;
}

function* oneAfterAnother(stretches: readonly (() => Iterable<EventRow>)[]): Generator<EventRow> {
  for (const open of stretches) yield* open();
}

/** Streams in one direction of time as one stream. */
function* merged(stretches: readonly (() => IterableIterator<EventRow>)[], times: Direction): Generator<EventRow> {
  const streams = stretches.map((open) => open());
  const heads = streams.flatMap((stream) => headOf(stream));
  const sign = times === 'desc' ? 1 : -1;
  try {
    while (heads.length > 0) {
      const first = heads.reduce((best, head) => (sign * compareRows(head.row, best.row) > 0 ? head : best));
      yield first.row;
      const [following] = headOf(first.stream);
      if (following) first.row = following.row;
      else heads.splice(heads.indexOf(first), 1);
    }
  } finally {
    for (const stream of streams) stream.return?.();
  }
}

function headOf(stream: Iterator<EventRow>): { row: EventRow; stream: Iterator<EventRow> }[] {
  const next = stream.next();
  return next.done ? [] : [{ row: next.value, stream }];
}

/** By time, then by id. SQLite orders text by its UTF-8 bytes. */
const compareRows = (a: EventRow, b: EventRow): number =>
  a.timestamp - b.timestamp || Buffer.compare(Buffer.from(a.event_id), Buffer.from(b.event_id));
