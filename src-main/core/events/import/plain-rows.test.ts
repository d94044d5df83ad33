import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileFacts } from './file-facts';
import { type ImportStep, readEvents } from './read-events';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plain-rows-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const told = ['source', 'properties.note', 'properties.units', 'properties.nowhere'];

/** Everything that reading a file tells, but how far it is. */
function readingOf(text: string): { steps: Omit<ImportStep, 'bytes'>[]; facts: FileFacts } {
  const path = join(folder, 'usage.csv');
  writeFileSync(path, text);
  const measured = { used: 'units', asked: 'note' };
  const reading = readEvents({ path, name: 'usage.csv', now: 0, measured, facts: { names: told, likely: null } });
  const steps: Omit<ImportStep, 'bytes'>[] = [];
  for (;;) {
    const { done, value } = reading.next();
    if (done) {
      // A file that is written over is put on the disk at once, which takes longer than to read it.
      rmSync(path);
      return { steps, facts: value };
    }
    const { bytes: _, ...step } = value;
    steps.push(step);
  }
}

const odd = [
  '',
  'a\rb',
  ' ',
  ' a',
  'a ',
  'a b',
  '\\',
  'a\\u0041',
  '\t',
  '\x7f',
  '\x0b',
  'é',
  '日本',
  '\u0085',
  "'=1",
  '{}',
  '1',
];
const oneOf = (...usual: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...usual), weight: 10 }, fc.constantFrom(...odd, 'x'.repeat(256)));
const times = ['2026-03-01T00:00:00Z', '2026-03-01T10:20:30.456Z', '2026-03-02T23:59:59Z'];
const oddTimes = [
  '2026-03-01T00:00:00.5Z',
  '2026-03-01T24:00:00Z',
  '2026-03-01T23:59:60Z',
  '2026-03-01T1a:00:00Z',
  '2026-03-01T00:00:00.00xZ',
  '2026-02-30T00:00:00Z',
  '2026-03-01t00:00:00z',
  '2026-03-01T02:00:00+02:00',
  '20260301T00:00:00.0000Z',
  '2026-03-01 00:00:00Z',
];
const numbers = [
  '5',
  '1.25',
  '0',
  '.5',
  '5.',
  '.',
  '1.2.3',
  '1e3',
  '-4',
  '+4',
  ' 2 ',
  '0.1234567890123456',
  '0.123456789',
];
const bigNumbers = ['999999999999999', '1234567890123456', '12345678901234567890.5', '0.0000000001'];

const cells: Record<string, fc.Arbitrary<string>> = {
  event_name: oneOf('used', 'asked', 'llm', 'unmeasured'),
  external_customer_id: oneOf('anna', "'=bert", 'customer-1', 'customer-2'),
  event_id: fc.oneof(
    fc.nat(50).map((number) => `e${number}`),
    oneOf('e', 'e1'),
  ),
  timestamp: oneOf(...times, ...times, ...times, ...oddTimes),
  source: oneOf('', 'api', 'batch'),
  'properties.units': oneOf(...numbers, ...bigNumbers),
  'properties.note': oneOf('5', 'b', 'c d'),
  'properties.a "n"': oneOf('5', ''),
  properties: oneOf('', '', ''),
  neutralised: fc.constantFrom('', '', '1'),
  other: fc.oneof({ arbitrary: oneOf('', 'x'), weight: 200 }, fc.constantFrom('é', '日本', '\u0085')),
};
const required = ['event_name', 'external_customer_id', 'event_id', 'timestamp'];
const optional = Object.keys(cells).filter((column) => !required.includes(column));

const columnLists = fc
  .subarray(optional)
  .chain((more) => fc.shuffledSubarray([...required, ...more], { minLength: required.length + more.length }));

const files = columnLists.chain((columns) => {
  const line = fc.tuple(...columns.map((column) => cells[column] ?? fc.constant('')));
  const cut = fc.tuple(line, fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1)).map(([row, less]) => row.slice(less));
  return fc.record({
    columns: fc.constant(columns),
    rows: fc.array(cut, { minLength: 1, maxLength: 40 }),
    quoted: fc.array(fc.nat(40), { maxLength: 2 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    endsWithBreak: fc.boolean(),
  });
});

const inQuotes = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('a row without quotes is read as the same row with quotes, whatever stands before and after it', () => {
  fc.assert(
    fc.property(files, ({ delimiter, lineBreak, endsWithBreak, columns, rows, quoted }) => {
      const fileOf = (isQuoted: (row: number) => boolean) =>
        [
          columns.map(inQuotes).join(delimiter),
          ...rows.map((row, number) =>
            row.map((cell) => (isQuoted(number) || cell.includes(delimiter) ? inQuotes(cell) : cell)).join(delimiter),
          ),
        ].join(lineBreak) + (endsWithBreak ? lineBreak : '');
      const asText = readingOf(fileOf(() => true));
      expect(readingOf(fileOf(() => false))).toEqual(asText);
      expect(readingOf(fileOf((row) => quoted.includes(row)))).toEqual(asText);
    }),
    { numRuns: 400 },
  );
});

test('blank lines are passed over and counted as lines', () => {
  const header = 'event_name,external_customer_id,event_id,timestamp';
  const { steps, facts } = readingOf(
    `${header}\n\nused,anna,e1,${times[0]}\r\n\r\n\nused,anna,e2\nused,bert,e3,${times[1]}`,
  );
  expect(steps).toMatchObject([{ rows_read: 3, rows_failed: 1, errors: [{ line: 6 }] }]);
  expect([...(steps[0]?.batch.line ?? [])]).toEqual([3, 7]);
  expect(facts).toMatchObject({ external_customer_ids_count: 2, first_timestamp: Date.parse(times[0] ?? '') });
});
