import { canonicalJson } from '@shared/rules/canonical-json';
import { parseObject } from './csv-events';
import { problem, type RawEvent, type RowReader, type RowResult, rowOrRefusal } from './event-row';
import { notUtf8 } from './file-text';

const texts = ['event_name', 'external_customer_id', 'event_id', 'timestamp', 'source'] as const;

/** Reads a line of a JSON-lines file as an event: an object with the fields of an ingest call; others are ignored. */
export function jsonEventReader(rows: RowReader): (text: string, line: number) => RowResult {
  const read = (text: string, line: number): RowResult => {
    const value = parseObject(text);
    if (!value) return problem('This line is not a JSON object', null, text);
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
    return rows.read(event, line, !text.includes(notUtf8));
  };
  return (text, line) => rowOrRefusal(() => read(text, line));
}
