import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { giveUpFact, noteLikely } from './asked-facts';
import { codeOfNone, mostCharacters, mostValues } from './fact-days';
import { factsText } from './told-days';

/** What the reader of a file tells of its rows by one fact. */
export interface ToldColumn {
  /** `source`, or `properties.` and a name. */
  name: string;
  /** The values that no batch before had; they are counted on from those of the batches before. */
  values: string[];
  /** For each row which value it has, from 1 on; `noValue`, or `noText`. Null once there are more values than are worth it. */
  value: Uint16Array | null;
}

export const noValue = 0;
/** The value is no well-formed text: the store could not hold it as it is. */
export const noText = 0xffff;

/** The facts by which an import tells usage apart while it stores it, one batch after the other. */
export interface Telling {
  /** A transaction begins: others may have written in between. */
  begin(): void;
  /** The facts, as days know them; null when none is left. */
  facts(): string | null;
  /** How many columns there are, of facts that are told no more too. */
  count: number;
  /** Whether days are kept by other facts besides, for which they have to wait. */
  leavesOut(): boolean;
  /** Takes what is told of a batch, whose rows are told from then on. Part of its transaction. */
  take(columns: readonly ToldColumn[]): void;
  /** Whether a row of the batch can be told by all facts. */
  canTell(row: number): boolean;
  /** The codes of the batch's rows by the fact in this place. */
  codes(place: number): Uint16Array;
}

interface Told {
  name: string;
  /** Null once it is not to be told any more. */
  fact: number | null;
  /** By the reader's value, from 1 on. */
  codes: number[];
}

const keptSql = "select number from usage_facts where environment_id = ? and state = 'kept'";
const findSql = "select number from usage_facts where environment_id = ? and name = ? and state = 'kept'";
const codeSql = 'select code from usage_fact_values where fact = ? and value = ?';
const lastSql = 'select coalesce(max(code), 0) from usage_fact_values where fact = ?';
const sizeSql = `
  select coalesce(max(code), 0) as last, coalesce(sum(length(value)), 0) as characters from usage_fact_values where fact = ?`;
const insertSql = 'insert into usage_fact_values (fact, code, value) values (?, ?, ?)';

/** Begins to tell usage by these facts; those that nobody has asked for yet as far as there is room. Part of a transaction. */
export function openTelling(sqlite: Database.Database, environment_id: string, names: readonly string[]): Telling {
  for (const name of names) noteLikely(sqlite, { environment_id, name });
  const find = prepared(sqlite, findSql).pluck();
  const all = names.map(
    (name): Told => ({ name, fact: (find.get(environment_id, name) as number | undefined) ?? null, codes: [0] }),
  );
  let text: string | null = null;
  let leavesOut = true;
  const nothing = new Uint16Array();
  let batch: Uint16Array[] = [];
  let cannotTell: Set<number> | null = null;

  function look() {
    const kept = new Set(prepared(sqlite, keptSql).pluck().all(environment_id) as number[]);
    // One that was given up meanwhile may be kept again by now: what was told in between lacks it.
    for (const one of all) if (one.fact !== null && !kept.has(one.fact)) one.fact = null;
    const facts = all.map(({ fact }) => fact);
    const told = new Set(facts);
    text = told.size === 0 || (told.size === 1 && told.has(null)) ? null : factsText(facts);
    leavesOut = [...kept].some((fact) => !told.has(fact));
  }

  function codeOf(fact: number, value: string): number {
    const known = prepared(sqlite, codeSql).pluck().get(fact, value) as number | undefined;
    if (known !== undefined) return known;
    const last = prepared(sqlite, lastSql).pluck().get(fact) as number;
    prepared(sqlite, insertSql).run(fact, last + 1, value);
    return last + 1;
  }

  /** Puts the codes in the place of the reader's values. */
  function coded(value: Uint16Array, codes: readonly number[]): Uint16Array {
    for (let row = 0; row < value.length; row += 1) {
      const read = value[row] ?? noValue;
      if (read === noText) {
        cannotTell ??= new Set();
        cannotTell.add(row);
      } else value[row] = codes[read] ?? codeOfNone;
    }
    return value;
  }

  const isTooVaried = (fact: number) => {
    const { last, characters } = prepared(sqlite, sizeSql).get(fact) as { last: number; characters: number };
    return last > mostValues || characters > mostCharacters;
  };

  return {
    count: names.length,
    begin: look,
    facts: () => text,
    leavesOut: () => leavesOut,
    take(columns) {
      cannotTell = null;
      batch = columns.map(({ values, value }, place) => {
        const one = all[place];
        if (!one || one.fact === null) return nothing;
        for (const added of values) one.codes.push(codeOf(one.fact, added));
        if (value !== null && (values.length === 0 || !isTooVaried(one.fact))) return coded(value, one.codes);
        giveUpFact(sqlite, one.fact);
        one.fact = null;
        return nothing;
      });
      look();
    },
    canTell: (row) => !cannotTell?.has(row),
    codes: (place) => batch[place] ?? nothing,
  };
}
