/** One record of a CSV file, or what is wrong with it. */
export interface CsvRecord {
  /** The line it starts on, 1-based. */
  line: number;
  fields: string[];
  /** Why the record cannot be read; its fields are empty then. */
  problem: string | null;
}

/** A record longer than this is a quote that was never closed, or no CSV. */
const longestRecord = 1_000_000;

const neverClosed = 'A quote is opened in this row but never closed';
const tooLong = 'This row is longer than 1,000,000 characters';
const afterQuote = 'There is text after a closing quote in this row';

/**
 * Splits CSV text (RFC 4180: quotes, doubled quotes, line breaks in quotes, LF or CRLF) into records, block by block.
 * Hand-written because files of millions of rows come through here: a line without quotes, which is nearly every
 * line, is one `split`; csv-parse takes seven times as long for the same rows. A record that cannot be read is
 * reported and reading goes on with the next line. Blank lines are skipped.
 */
export function csvSplitter(delimiter: string) {
  let rest = '';
  let line = 1;
  /** In a record that is too long: everything up to the next line break is dropped. */
  let dropping = false;

  function* split(block: string, isLast: boolean): Generator<CsvRecord> {
    const text = rest + block;
    let at = 0;
    let nextQuote = text.indexOf('"');
    while (at < text.length) {
      let end = text.indexOf('\n', at);
      if (end === -1) {
        if (!isLast) break;
        end = text.length;
      }
      if (dropping) {
        dropping = false;
        line += 1;
        at = end + 1;
        continue;
      }
      if (nextQuote !== -1 && nextQuote < at) nextQuote = text.indexOf('"', at);
      if (nextQuote === -1 || nextQuote >= end) {
        const start = at;
        at = end + 1;
        const stop = text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end;
        if (stop > start) yield { line, fields: text.slice(start, stop).split(delimiter), problem: null };
        line += 1;
        continue;
      }
      const record = quotedRecord(text, at, delimiter, isLast);
      if (record === null) {
        if (!isLast && text.length - at < longestRecord) break;
        yield { line, fields: [], problem: neverClosed };
        line += 1;
        at = end + 1;
        continue;
      }
      if (record.problem) {
        yield { line, fields: [], problem: record.problem };
        line += 1;
        at = end + 1;
        continue;
      }
      yield { line, fields: record.fields, problem: null };
      line += linesIn(text, at, record.next);
      at = record.next;
    }
    rest = at < text.length ? text.slice(at) : '';
    if (rest.length > longestRecord && !rest.includes('"')) {
      if (!dropping) yield { line, fields: [], problem: tooLong };
      dropping = true;
      rest = '';
    }
  }

  return {
    split,
    /** Whether all that was given has been told: the next text begins a record. */
    isBetweenRecords: () => rest === '' && !dropping,
    line: () => line,
    /** Counts a line that somebody else has read. */
    passLine() {
      line += 1;
    },
  };
}

/** A record with quotes in it; null when its end is not in the text (a quote at the end of a block may be half a pair). */
function quotedRecord(
  text: string,
  start: number,
  delimiter: string,
  isLast: boolean,
): { fields: string[]; next: number; problem: string | null } | null {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      if (close === -1) return null;
      const value = text.slice(at + 1, close);
      fields.push(value.includes('"') ? value.replaceAll('""', '"') : value);
      at = close + 1;
    } else {
      const end = fieldEnd(text, at, delimiter);
      fields.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length && !isLast) return null;
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    if (text[at] === '\r' && at + 1 === text.length && !isLast) return null;
    if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) at += 1;
    if (at >= text.length || text[at] === '\n') return { fields, next: at + 1, problem: null };
    return { fields: [], next: at, problem: afterQuote };
  }
}

/** The quote that closes the one at `open`, skipping doubled ones; -1 when there is none. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

/** Where a field without quotes ends: at the delimiter or the line break. */
function fieldEnd(text: string, start: number, delimiter: string): number {
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === delimiter || char === '\n') return char === '\n' && text[at - 1] === '\r' && at > start ? at - 1 : at;
  }
  return text.length;
}

function linesIn(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return Math.max(lines, 1);
}
