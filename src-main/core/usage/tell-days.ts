import type Database from 'better-sqlite3';
import { blockWriter } from '../store/block-writer';
import { packColumns } from '../store/packed-columns';
import { prepared } from '../store/prepared';
import type { EventNumbers } from './day-events';
import { waitSql } from './fact-days';
import type { Telling } from './telling';
import { columnsOfEvent } from './told-days';

/** A day of a meter and its events by their places among all numbers. */
interface DayToTell {
  day: number;
  places: readonly number[];
}

/** Tells the days of an import by facts, while they are rolled up. */
export interface DayTeller {
  /** Takes which row of the batch an event is, by its place among the numbers. */
  note(place: number, row: number): void;
  /**
   * Tells those of a meter's days that may be: they are new, or were told by these facts so far. What is kept of them goes
   * away. Days come in their order, all of whose events were noted; their usage must not have been written yet. Answers
   * which were told; all of it is written after `flush`.
   */
  tell<D extends DayToTell>(meter: number, days: readonly D[], numbers: EventNumbers): D[];
  flush(): void;
}

const firstEvents = 1024;
const toldSql = 'select day, facts from usage_told_days where meter = ? and day >= ? and day <= ?';
const usedSql = 'select day from usage_day_totals where meter = ? and day >= ? and day <= ?';
const partSql = 'insert into usage_told_parts (meter, first_day, last_day, usage) values (?, ?, ?, ?)';

/** A teller for one roll-up. */
export function dayTeller(sqlite: Database.Database, telling: Telling): DayTeller {
  const width = telling.count;
  /** The row of each place. */
  let rows = new Uint32Array(firstEvents);
  // Of the part at hand: one after another is packed.
  let room = 0;
  let columns: Float64Array[] = [];
  const told = prepared(sqlite, toldSql).raw();
  const used = prepared(sqlite, usedSql).pluck();
  const insertPart = prepared(sqlite, partSql);
  const forget = prepared(sqlite, 'delete from usage_fact_days where meter = ? and day = ?');
  const wait = prepared(sqlite, waitSql);
  const toldDays = blockWriter(sqlite, {
    insert: 'insert into usage_told_days (meter, day, facts, since)',
    columns: 4,
    oftenAlike: true,
    onConflict: '',
  });

  function makeRoom(count: number) {
    if (count <= room) return;
    room = Math.max(count, 2 * room, firstEvents);
    columns = Array.from({ length: columnsOfEvent + width }, () => new Float64Array(room));
  }

  function pack(days: readonly DayToTell[], first: number, numbers: EventNumbers): Uint8Array {
    const count = days.reduce((sum, { places }) => sum + places.length, 0);
    makeRoom(count);
    const [ofDay, ...ofEvent] = columns;
    let at = 0;
    for (const { day, places } of days) {
      ofDay?.fill(day - first, at, at + places.length);
      numbers.copy(places, ofEvent, at);
      at += places.length;
    }
    for (let fact = 0; fact < width; fact += 1) {
      const column = columns[columnsOfEvent + fact];
      const codes = telling.codes(fact);
      if (!column) continue;
      at = 0;
      for (const { places } of days) {
        for (let index = 0; index < places.length; index += 1) column[at++] = codes[rows[places[index] ?? 0] ?? 0] ?? 0;
      }
    }
    return packColumns(columns.map((column) => column.subarray(0, count)));
  }

  return {
    note(place, row) {
      if (place >= rows.length) {
        const more = new Uint32Array(2 * place);
        more.set(rows);
        rows = more;
      }
      rows[place] = row;
    },
    tell(meter, days, numbers) {
      const facts = telling.facts();
      const [first] = days;
      const last = days.at(-1);
      if (!first || !last || facts === null) return [];
      const before = new Map(told.all(meter, first.day, last.day) as [number, string][]);
      const isUsed = new Set(used.all(meter, first.day, last.day) as number[]);
      const chosen = days.filter(({ day }) => (isUsed.has(day) ? before.get(day) === facts : !before.has(day)));
      const [firstChosen] = chosen;
      const lastChosen = chosen.at(-1);
      if (!firstChosen || !lastChosen) return [];
      const usage = pack(chosen, firstChosen.day, numbers);
      const { lastInsertRowid: part } = insertPart.run(meter, firstChosen.day, lastChosen.day, usage);
      for (const { day } of chosen) {
        if (isUsed.has(day)) forget.run(meter, day);
        if (!before.has(day)) toldDays.add([meter, day, facts, part]);
        if (telling.leavesOut()) wait.run(day, meter);
      }
      return chosen;
    },
    flush: toldDays.flush,
  };
}
