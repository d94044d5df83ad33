import { propertyReader, tokenText } from '@shared/rules/event-property';
import { mostCharacters, mostValues } from '../usage/fact-days';
import { noText, noValue, type ToldColumn } from '../usage/telling';
import type { BatchRow } from './event-batch';
import { nameList } from './name-list';
import type { PlainRow } from './plain-row';

/** Gathers what rows say by some facts, for one batch after the other; a value is told once, with the first row that has it. */
export interface ToldColumns {
  /** Of the row at this place. */
  add(place: number, row: BatchRow): void;
  addPlain(place: number, row: PlainRow): void;
  /** Of the first `count` rows those that `order` names, in its order; all as they came when it is null. Begins the next. */
  take(count: number, order: Uint32Array | null): ToldColumn[];
}

const firstRows = 64;

export function toldColumns(names: readonly string[]): ToldColumns {
  const columns = names.map(toldColumn);
  return {
    add(place, row) {
      for (const column of columns) column.add(place, row);
    },
    addPlain(place, row) {
      for (let index = 0; index < columns.length; index += 1) columns[index]?.addPlain(place, row, index);
    },
    take: (count, order) => columns.map((column) => column.take(count, order)),
  };
}

/** What an event says by a fact, as `factReader` reads it from a stored one; null when it lacks it. */
function rowReader(name: string): (row: BatchRow) => string | null {
  if (name === 'source') return ({ source }) => source || null;
  const read = propertyReader(name.slice('properties.'.length));
  return ({ properties }) => {
    const token = read(properties);
    return token === undefined ? null : tokenText(token);
  };
}

function toldColumn(name: string) {
  const read = rowReader(name);
  const known = nameList();
  let values = new Uint16Array(firstRows);
  let characters = 0;
  let isGivenUp = false;

  function note(place: number, value: number) {
    if (place >= values.length) {
      const more = new Uint16Array(2 * place);
      more.set(values);
      values = more;
    }
    values[place] = value;
  }

  return {
    add(place: number, row: BatchRow) {
      if (isGivenUp) return;
      const text = read(row);
      if (text === null) note(place, noValue);
      else if (!text.isWellFormed()) note(place, noText);
      else note(place, known.indexOf(text) + 1);
      if (known.size() > mostValues) isGivenUp = true;
    },
    addPlain(place: number, { bytes, facts }: PlainRow, index: number) {
      if (isGivenUp) return;
      const { start = 0, end = 0 } = facts[index] ?? {};
      note(place, start === end ? noValue : known.indexOfAscii(bytes, start, end) + 1);
      if (known.size() > mostValues) isGivenUp = true;
    },
    take(count: number, order: Uint32Array | null): ToldColumn {
      const added = isGivenUp ? [] : known.takeNew();
      for (const text of added) characters += text.length;
      if (characters > mostCharacters) isGivenUp = true;
      if (isGivenUp) {
        known.clear();
        return { name, values: [], value: null };
      }
      if (order === null) return { name, values: added, value: values.slice(0, count) };
      const ordered = new Uint16Array(order.length);
      for (let place = 0; place < order.length; place += 1) ordered[place] = values[order[place] ?? 0] ?? noValue;
      return { name, values: added, value: ordered };
    },
  };
}
