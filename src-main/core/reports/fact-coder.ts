import { factReader } from '../analytics/event-facts';
import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { giveUpFact } from '../usage/asked-facts';
import { codeOfNone, factValues, type KeptFact, mostCharacters, mostValues } from '../usage/fact-days';

/** Gives the values of a fact their codes. */
export interface FactCoder {
  fact: number;
  /** A day begins. */
  begin(): void;
  codeOf(event: RawEvent): number;
  /** Whether every value of the day could be told. */
  hasTold(): boolean;
  /** Whether there are more values than are worth it: the codes are good for nothing then. */
  isTooVaried(): boolean;
  /** Writes what is new; not while events are being read on the connection. */
  save(): void;
}

const insertSql = 'insert into usage_fact_values (fact, code, value) values (?, ?, ?)';

export function factCoder(store: Store, { number, name }: KeptFact): FactCoder {
  const { sqlite } = store;
  const read = factReader(store, name);
  const values = factValues(sqlite, number);
  const codes = new Map(values.map((value, index) => [value, index + 1]));
  let characters = values.reduce((sum, value) => sum + value.length, 0);
  let saved = values.length;
  let isTold = true;
  let isGivenUp = false;
  const isTooVaried = () => values.length > mostValues || characters > mostCharacters;
  return {
    fact: number,
    begin() {
      isTold = true;
    },
    codeOf(event) {
      const value = read(event);
      if (value === null || isTooVaried()) return codeOfNone;
      const known = codes.get(value);
      if (known !== undefined) return known;
      // The store holds well-formed texts only.
      if (!value.isWellFormed()) {
        isTold = false;
        return codeOfNone;
      }
      const code = values.push(value);
      codes.set(value, code);
      characters += value.length;
      return code;
    },
    hasTold: () => isTold,
    isTooVaried,
    save() {
      for (; saved < values.length; saved += 1) prepared(sqlite, insertSql).run(number, saved + 1, values[saved]);
      if (!isTooVaried() || isGivenUp) return;
      isGivenUp = true;
      giveUpFact(sqlite, number);
    },
  };
}
