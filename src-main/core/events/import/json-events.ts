import { canonicalJson } from '@shared/rules/canonical-json';
import { parseObject } from './csv-events';
import { problem, type RawEvent, type RowReader, type RowResult, rowOrRefusal } from './event-row';
import { notUtf8 } from './file-text';
import { type JsonValue, listGoesOn, placeOnLine, valuesIn } from './json-values';

const texts = ['event_name', 'external_customer_id', 'event_id', 'timestamp', 'source'] as const;

/** An event of a JSON file, or what is wrong with it, with how it stands there. */
interface JsonRow {
  line: number;
  /** Its text, where that is all of it. */
  cells?: readonly string[];
  result: RowResult;
}

/**
 * Reads a value of a JSON file as an event: an object with the fields of an ingest call; others are ignored. A line that is
 * several objects one after another is as many events.
 */
export function jsonEventReader(rows: RowReader): (value: JsonValue) => JsonRow[] {
  const read = ({ text, line, place }: JsonValue): RowResult => {
    const value = parseObject(text);
    if (!value) return problem(noObject, null, text);
    const event: RawEvent = {
      event_name: '',
      external_customer_id: '',
      event_id: '',
      timestamp: '',
      source: '',
      properties: '{}',
    };
    for (const field of texts) {
      const given = value[field] ?? '';
      if (typeof given !== 'string') return problem('This must be a text', field, canonicalJson(given));
      event[field] = given;
    }
    const properties = value.properties ?? {};
    if (typeof properties !== 'object' || Array.isArray(properties)) {
      return problem('Properties must be a JSON object', 'properties', canonicalJson(properties));
    }
    event.properties = canonicalJson(properties);
    return rows.read(event, line, !text.includes(notUtf8), place);
  };
  const rowOf = (value: JsonValue): JsonRow => {
    const { line, text, problem: why } = value;
    if (why !== null) {
      return { line, ...(why === listGoesOn && text !== '' && { cells: [text] }), result: problem(why, null, text) };
    }
    return { line, cells: [text], result: rowOrRefusal(() => read(value)) };
  };
  return (value) => {
    const row = rowOf(value);
    if (!('problem' in row.result) || row.result.problem.message !== noObject) return [row];
    const several = valuesIn(value.text);
    if (several.length < 2 || !several.every((text) => text.startsWith('{'))) return [row];
    return several.map((text, index) => rowOf({ ...value, text, place: placeOnLine(value.line, index + 1) }));
  };
}

const noObject = 'This is not a JSON object';
