/** One value of a JSON file, as it stands there. */
export interface JsonValue {
  /** The line it starts on, 1-based. */
  line: number;
  /** Tells it apart from all others of the file, however many are on its line. */
  place: string;
  text: string;
  /** Why it cannot be read; then the text is how it starts, but all of what a list was cut off in. */
  problem: string | null;
}

/** A line longer than this is read value by value: it may be all of the file. */
const longestLine = 1_000_000;
/** A value longer than this is one that never ends, or no event. */
const longestValue = 10_000_000;
/** What is told of a value that is not read. */
const toldStart = 200;

const tooLong = 'This event is longer than 10,000,000 characters';
/** Is said of the last value where the list is cut off in it. */
export const listGoesOn = 'The list does not end: this file may have been cut off here';
const afterList = 'There is text after the end of the list, which is not read';

/**
 * Splits JSON text into its values, block by block, in memory that does not grow with it: those of a list, also where it is
 * the body of an ingest call in bulk, or the lines of JSON lines, and of a line that is very long what stands in it one
 * after another. Blank lines are skipped.
 */
export function jsonSplitter() {
  let inner: ReturnType<typeof listValues> | ReturnType<typeof lineValues> | null = null;
  let start = '';
  return {
    split(block: string, isLast: boolean): Iterable<JsonValue> {
      if (inner) return inner.split(block, isLast);
      const text = start + block;
      start = !isLast && mayBeBulk(text) ? text : '';
      if (start !== '') return [];
      inner = valuesBegunBy(text);
      return inner.split(text, isLast);
    },
    /** The characters that are kept until more of the file is read. */
    held: () => inner?.held() ?? start.length,
  };
}

function valuesBegunBy(text: string) {
  if (text.trimStart().startsWith('[')) return listValues();
  return /^\s*\{\s*"events"\s*:\s*\[/.test(text) ? listValues({ closedBy: '}' }) : lineValues();
}

/** Whether a list is yet to come in a text that begins as an ingest call in bulk does, or is blank. */
function mayBeBulk(text: string): boolean {
  const bare = text.length > longestStart ? null : text.replaceAll(/\s/g, '');
  return bare !== null && bare !== bulkStart && bulkStart.startsWith(bare);
}

const bulkStart = '{"events":[';
/** Nobody puts more blanks than this before the list. */
const longestStart = 1000;

/** The values of one text, one after another. */
export const valuesIn = (text: string): string[] => [...valueScanner().scan(text, true)].map((value) => value.text);

function lineValues() {
  let rest = '';
  let line = 1;
  /** Reads a line that is very long, to its line break. */
  let long: { values: ReturnType<typeof valueScanner>; count: number } | null = null;

  function* longLine(text: string, isLast: boolean): Generator<JsonValue> {
    if (!long) return;
    for (const value of long.values.scan(text, isLast)) {
      long.count += 1;
      yield { ...value, line, place: placeOnLine(line, long.count) };
    }
  }

  return {
    *split(block: string, isLast: boolean): Generator<JsonValue> {
      let text = rest + block;
      if (long) {
        const end = text.indexOf('\n');
        yield* longLine(end === -1 ? text : text.slice(0, end), isLast || end !== -1);
        if (end === -1) return;
        long = null;
        line += 1;
        text = text.slice(end + 1);
      }
      const lines = text.split('\n');
      rest = isLast ? '' : (lines.pop() ?? '');
      for (const content of lines) {
        const value = content.trim();
        if (value !== '') yield { line, place: placeOnLine(line, 1), text: value, problem: null };
        line += 1;
      }
      if (rest.length <= longestLine) return;
      long = { values: valueScanner(), count: 0 };
      yield* longLine(rest, false);
      rest = '';
    },
    held: () => rest.length + (long?.values.held() ?? 0),
  };
}

/** Of the first value of a line it is the line. */
export const placeOnLine = (line: number, count: number): string => (count === 1 ? `${line}` : `${line}.${count}`);

function listValues({ closedBy }: { closedBy?: string } = {}) {
  const values = valueScanner({ endsWith: ']', closedBy });
  let count = 0;
  let isOpen = false;
  return {
    *split(block: string, isLast: boolean): Generator<JsonValue> {
      const start = isOpen ? 0 : block.indexOf('[') + 1;
      if (!isOpen) values.passLines(block.slice(0, start));
      isOpen = true;
      for (const value of values.scan(block.slice(start), isLast)) {
        count += 1;
        yield { ...value, place: `${count}` };
      }
    },
    held: values.held,
  };
}

const lineFeed = 10;
const quote = 34;
const comma = 44;
const backslash = 92;

const isBlank = (char: number) => char === 32 || char === 9 || char === 13 || char === lineFeed;
const opens = (char: number) => char === 0x5b || char === 0x7b;
const closes = (char: number) => char === 0x5d || char === 0x7d;

/**
 * Finds where values begin and end that stand one after another, with commas or blanks between them; with `endsWith`, up to
 * that, behind which `closedBy` may stand. Whether a value is JSON is left to who reads it, but a line break in a text ends
 * one that is not, so that reading goes on with the next line.
 */
function valueScanner({ endsWith, closedBy }: { endsWith?: string; closedBy?: string | undefined } = {}) {
  const end = endsWith?.charCodeAt(0);
  let closing = closedBy?.charCodeAt(0);
  let line = 1;
  /** Of the value at hand. */
  let held = '';
  let isBegun = false;
  let startLine = 1;
  let depth = 0;
  let inText = false;
  let isEscaped = false;
  /** It was told already that it is too long. */
  let dropping = false;
  let state: 'before the end' | 'after the end' | 'told' = 'before the end';

  function ended(text: string): Omit<JsonValue, 'place'> | null {
    const value = held + text;
    const isTold = dropping;
    held = '';
    isBegun = false;
    depth = 0;
    inText = false;
    isEscaped = false;
    dropping = false;
    return isTold ? null : { line: startLine, text: value.trimEnd(), problem: null };
  }

  function* scan(text: string, isLast: boolean): Generator<Omit<JsonValue, 'place'>> {
    let start = 0;
    for (let at = 0; at < text.length && state !== 'told'; at += 1) {
      const char = text.charCodeAt(at);
      if (char === lineFeed) line += 1;
      if (!isBegun) {
        if (isBlank(char)) continue;
        if (state === 'after the end') {
          if (char === closing) {
            closing = undefined;
            continue;
          }
          state = 'told';
          yield { line, text: text.slice(at, at + toldStart), problem: afterList };
          continue;
        }
        if (char === end) state = 'after the end';
        if (char === comma || char === end) continue;
        isBegun = true;
        start = at;
        startLine = line;
      }
      /** Where the value ends, if it does. */
      let stop = -1;
      if (inText) {
        if (char === lineFeed) stop = at;
        else if (isEscaped) isEscaped = false;
        else if (char === backslash) isEscaped = true;
        else if (char === quote) inText = false;
      } else if (char === quote) inText = true;
      else if (opens(char)) depth += 1;
      else if (closes(char) && (depth > 0 || char !== end)) {
        depth -= 1;
        if (depth <= 0) stop = at + 1;
      } else if (depth === 0 && (isBlank(char) || char === comma || char === end)) stop = at;
      if (stop === -1) continue;
      const value = ended(text.slice(start, stop));
      if (value) yield value;
      // What ended it is looked at again, but for its line break.
      if (stop === at && char !== lineFeed) at -= 1;
    }
    if (isBegun) {
      if (!dropping) held += text.slice(start);
      if (held.length > longestValue) {
        yield { line: startLine, text: held.slice(0, toldStart), problem: tooLong };
        held = '';
        dropping = true;
      }
    }
    if (!isLast) return;
    const isCut = end !== undefined && state === 'before the end';
    if (isBegun) {
      // One that was told to be too long is not told again.
      const value = ended('');
      if (value) yield isCut ? { ...value, problem: listGoesOn } : value;
    } else if (isCut) yield { line, text: '', problem: listGoesOn };
  }

  return {
    scan,
    held: () => held.length,
    /** Counts the lines of a text that was not to be scanned. */
    passLines(text: string) {
      line += text.split('\n').length - 1;
    },
  };
}
