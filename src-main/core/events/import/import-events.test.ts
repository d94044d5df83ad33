import { appendFileSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '@shared/entities/job';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { jobHandlers } from '../../jobs/job-handlers';
import { usageOfMeter } from '../../usage/after-catalog-change';
import { recountUsage } from '../../usage/recount-usage';
import { testMoment, testUsage } from '../../usage/test-usage';
import { eventHandlers } from '../event-handlers';

const folder = mkdtempSync(join(tmpdir(), 'usage-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Waiting for what takes a few milliseconds. */
const patience = { interval: 2, timeout: 15_000 };

type Usage = ReturnType<typeof testUsage>;

/** Imports a file to its end. */
async function importFile({ call }: Usage, content: string | Uint8Array, name = 'usage.csv'): Promise<Job> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const { id } = await eventHandlers['event.import']({ path, name }, call);
  const job = await ended(call, id);
  // A file that is written over is put on the disk at once, which takes longer than to import it.
  rmSync(path);
  return job;
}
async function ended(call: Usage['call'], id: string): Promise<Job> {
  return vi.waitFor(async () => {
    const job = await jobHandlers['job.get']({ id }, call);
    expect(job.state).not.toBe('running');
    return job;
  }, patience);
}
const stored = ({ sqlite }: Usage) => sqlite.prepare('select count(*) from events').pluck().get();
const event = ({ call }: Usage, id: string) => eventHandlers['event.get']({ id }, call);

const header = 'event_name,external_customer_id,event_id,timestamp,source,properties.units\n';
const rowsFrom = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    const at = new Date(Date.UTC(2026, 2, 1) + number * 1000).toISOString();
    return `used,cust-${number % 7},id-${number},${at},api,${number % 10}.5\n`;
  }).join('');

describe('importing a usage file', () => {
  test('stores the events, keeps the roll-ups right and tells what the file held', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const job = await importFile(usage, header + rowsFrom(0, 6_000));
    expect(job).toMatchObject({ state: 'done', message: null, title: 'usage.csv', done: job.total });
    expect(job.import).toEqual({
      rows_read: 6_000,
      rows_accepted: 6_000,
      rows_known: 0,
      rows_replaced: 0,
      rows_failed: 0,
      header: ['event_name', 'external_customer_id', 'event_id', 'timestamp', 'source', 'properties.units'],
      errors: [],
      first_timestamp: '2026-03-01T00:00:00.000Z',
      last_timestamp: '2026-03-01T01:39:59.000Z',
      external_customer_ids_count: 7,
      event_names: [{ event_name: 'used', event_count: 6_000, numeric_properties: ['units'], meter_ids: ['m1'] }],
    });
    expect(await eventHandlers['event.summary']({}, usage.call)).toMatchObject({ ingested_from: 'usage.csv' });
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
    expect(usage.published.filter(({ type }) => type === 'changed').length).toBeGreaterThan(0);
    expect(await jobHandlers['job.list']({}, usage.call)).toEqual({ items: [job] });
  });

  test('again adds nothing; changed rows replace', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    await importFile(usage, header + rowsFrom(0, 500));
    expect((await importFile(usage, header + rowsFrom(0, 500))).import).toMatchObject({
      rows_accepted: 0,
      rows_known: 500,
    });
    const changed = rowsFrom(0, 500).replace(',id-3,', ',id-2,');
    expect((await importFile(usage, header + changed)).import).toMatchObject({ rows_read: 500 });
    expect(stored(usage)).toBe(500);
    expect((await event(usage, 'id-2')).timestamp).toBe('2026-03-01T00:00:03.000Z');
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('of rows that repeat an id of their file every one is told', async () => {
    const usage = testUsage();
    const row = (id: string, hour: number) => `used,a,${id},2026-03-05T0${hour}:00:00Z,api,1\n`;
    const job = await importFile(usage, header + row('e1', 0) + row('e1', 1) + row('e2', 2) + row('e1', 3));
    const counts = { rows_read: 4, rows_accepted: 2, rows_known: 0, rows_replaced: 2, rows_failed: 0 };
    expect(job.import).toMatchObject(counts);
    expect(stored(usage)).toBe(2);
    expect((await event(usage, 'e1')).timestamp).toBe('2026-03-05T03:00:00.000Z');
  });

  test('rows that repeat an id far behind in their file count as its event once, new or corrected', async () => {
    const usage = testUsage();
    const { deps } = usage.call;
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const older = header + rowsFrom(0, 10);
    const other = rowsFrom(0, 1).replace('0.5', '7.5');
    await importFile(usage, older);
    deps.now = () => testMoment + 60_000;
    // The first step ends behind a thousand rows.
    const far = rowsFrom(1_000, 2_000);
    const again = rowsFrom(1_000, 1_007) + rowsFrom(1_001, 1_002).replace('1.5', '8.5');
    const job = await importFile(usage, header + other + far + rowsFrom(0, 1) + other + again);
    const counts = { rows_read: 1_011, rows_accepted: 1_001, rows_known: 0, rows_replaced: 10, rows_failed: 0 };
    expect(job.import).toMatchObject(counts);
    expect(stored(usage)).toBe(1_010);
    expect((await event(usage, 'id-1001')).properties).toEqual({ units: '8.5' });
    expect((await event(usage, 'id-0')).properties).toEqual({ units: '7.5' });
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('rows without an id get one from file, line and content, so that importing again adds nothing', async () => {
    const usage = testUsage();
    const file =
      'event_name,external_customer_id,timestamp\nused,a,2026-03-01T00:00:00Z\nused,a,2026-03-01T00:00:00Z\n';
    expect((await importFile(usage, file)).import).toMatchObject({ rows_accepted: 2 });
    expect((await importFile(usage, file)).import).toMatchObject({ rows_accepted: 0, rows_known: 2 });
    expect(stored(usage)).toBe(2);
  });

  test('rows without a timestamp keep the time of their first import', async () => {
    const usage = testUsage();
    const { deps } = usage.call;
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const row = (id: string, units: number) => `used,a,${id},${units}\n`;
    const names = 'event_name,external_customer_id,event_id,properties.units\n';
    const file = names + row('e1', 5) + row('e2', 6) + row('', 7);
    await importFile(usage, file);
    const before = usage.sqlite.prepare('select * from events').all();
    deps.now = () => testMoment + 86_400_000;
    expect((await importFile(usage, file)).import).toMatchObject({ rows_accepted: 0, rows_known: 3 });
    expect(usage.sqlite.prepare('select * from events').all()).toEqual(before);
    expect((await importFile(usage, names + row('e1', 50))).import).toMatchObject({ rows_accepted: 1 });
    expect(await event(usage, 'e1')).toMatchObject({
      timestamp: '2026-06-01T00:00:00.000Z',
      properties: { units: '50' },
    });
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('reads columns in any order, semicolons, quotes, a byte order mark, JSON properties and ignores the unknown', async () => {
    const usage = testUsage();
    const job = await importFile(
      usage,
      '\uFEFFTimestamp;"properties";Event_Name;comment;external_customer_id;properties.Model;event_id\r\n' +
        '2026-03-07T10:00:00+01:00;"{""units"": 1.10, ""model"": ""x""}";used;"a; ""b""";anna;large;e1\r\n' +
        ';;asked;;anna;;e2\r\n',
    );
    expect(job).toMatchObject({ state: 'done', import: { rows_accepted: 2, rows_failed: 0 } });
    expect(await event(usage, 'e1')).toMatchObject({
      timestamp: '2026-03-07T09:00:00.000Z',
      event_name: 'used',
      properties: { units: 1.1, model: 'x', Model: 'large' },
    });
    expect(await event(usage, 'e2')).toMatchObject({ timestamp: '2026-06-01T00:00:00.000Z', properties: {} });
  });

  test.each(['a', 'é'])('reads lines that end in CR: %s', async (customer) => {
    const usage = testUsage();
    const lines = rowsFrom(0, 12_000).replaceAll('cust-1', customer);
    const job = await importFile(usage, `${header}${lines}used,,x,,,\n`.replaceAll('\n', '\r'));
    expect(job.import).toMatchObject({ rows_accepted: 12_000, rows_failed: 1, errors: [{ line: 12_002 }] });
  });

  test.each(['utf-16le', 'utf-16be'] as const)('reads %s', async (encoding) => {
    const usage = testUsage();
    const bytes = Buffer.from(`\uFEFF${header}used,Zoë,e1,2026-03-01T00:00:00Z,api,5\n`, 'utf16le');
    await importFile(usage, encoding === 'utf-16be' ? bytes.swap16() : bytes);
    expect((await event(usage, 'e1')).external_customer_id).toBe('Zoë');
  });

  test('reads JSON lines, keeping every digit', async () => {
    const usage = testUsage();
    const job = await importFile(
      usage,
      [
        '{"event_name":"used","external_customer_id":"anna","event_id":"e1","timestamp":"2026-03-01T00:00:00Z","properties":{"units":12345.678901234567890}}',
        '',
        '{"event_name":"used"}',
        'oops',
        '{"event_name":"used","external_customer_id":5}',
      ].join('\n'),
      'events.txt',
    );
    expect(job.import).toMatchObject({
      rows_read: 4,
      rows_accepted: 1,
      rows_failed: 3,
      errors: [
        { line: 3, column: 'external_customer_id', value: '', message: 'An event needs the customer it belongs to' },
        { line: 4, column: null, value: 'oops', message: 'This is not a JSON object' },
        { line: 5, column: 'external_customer_id', value: '5', message: 'This must be a text' },
      ],
    });
    expect((await event(usage, 'e1')).properties).toEqual({ units: '12345.67890123456789' });
  });

  const jsonEvent = (id: string, units = '1') =>
    `{"event_name":"used","external_customer_id":"anna","event_id":"${id}","timestamp":"2026-03-01T00:00:00Z","properties":{"units":${units}}}`;

  test.each([
    ['on one line', `[${jsonEvent('e1', '12345.678901234567890')},7,${jsonEvent('e2')}]`, [1]],
    ['line by line', `\n[\n${jsonEvent('e1', '12345.678901234567890')},\n{"oops,\n${jsonEvent('e2')}\n]\n`, [4]],
    ['indented', JSON.stringify([JSON.parse(jsonEvent('e1')), {}, JSON.parse(jsonEvent('e2'))], null, 2), [11]],
    ['cut off', `[${jsonEvent('e1')},\n${jsonEvent('e2')},\n{"event_name":"us`, [3]],
    ['cut off between two', `[${jsonEvent('e1')},\n${jsonEvent('e2')},\n`, [3]],
    ['going on', `[${jsonEvent('e1')},${jsonEvent('e2')}]\n[${jsonEvent('e3')}]`, [2]],
    ['of a call in bulk', `{ "events": [\n${jsonEvent('e1')},\n{},\n${jsonEvent('e2')}\n] }\n`, [3]],
    ['without a list', `${jsonEvent('e1', '12345.678901234567890')}${jsonEvent('e2')}\n{}`, [2]],
  ])('reads JSON %s', async (how, content, lines) => {
    const usage = testUsage();
    const job = await importFile(usage, content, 'events.json');
    expect(job).toMatchObject({ state: 'done', import: { rows_accepted: 2, rows_failed: lines.length } });
    expect(job.import?.errors.map(({ line }) => line)).toEqual(lines);
    expect((await event(usage, 'e2')).properties).toEqual({ units: 1 });
    if (!content.includes('12345')) return;
    expect((await event(usage, 'e1')).properties, how).toEqual({ units: '12345.67890123456789' });
  });

  test('what a list was cut off in is told as it stands, to be corrected', async () => {
    const job = await importFile(testUsage(), `[${jsonEvent('e1')},\n{"event_name":"us`, 'events.json');
    const message = 'The list does not end: this file may have been cut off here';
    expect(job.import?.errors).toMatchObject([{ line: 2, message, cells: ['{"event_name":"us'] }]);
  });

  test.each([
    ['a list', (rows: string[]) => `[${rows.join(',')}]`],
    ['a call in bulk', (rows: string[]) => `{"events":[${rows.join(',')}]}`],
    ['one line', (rows: string[]) => rows.join('')],
  ])('rows of %s without an id each get one, and the same ones again', async (_how, write) => {
    const usage = testUsage();
    const row = '{"event_name":"used","external_customer_id":"a"}';
    const file = write([row, row, row]);
    expect((await importFile(usage, file, 'x.json')).import).toMatchObject({ rows_accepted: 3 });
    expect((await importFile(usage, file, 'x.json')).import).toMatchObject({ rows_accepted: 0, rows_known: 3 });
    expect(stored(usage)).toBe(3);
  });

  test('counts bad rows, tells the first 1,000 and stores the rest', async () => {
    const usage = testUsage();
    const bad = 'used,,x,2026-03-01T00:00:00Z,api,1\nused,a,x,yesterday,api,1\nused,a,x\n';
    const job = await importFile(usage, header + bad.repeat(500) + rowsFrom(0, 10));
    expect(job).toMatchObject({ state: 'done', import: { rows_read: 1510, rows_accepted: 10, rows_failed: 1500 } });
    expect(job.import?.errors).toHaveLength(1000);
    expect(job.import?.errors.slice(0, 3)).toMatchObject([
      { line: 2, column: 'external_customer_id', value: '', message: 'An event needs the customer it belongs to' },
      {
        line: 3,
        column: 'timestamp',
        value: 'yesterday',
        message: 'Please give a date and time such as 2026-01-31T00:00:00Z',
      },
      { line: 4, column: null, value: null, message: 'This row has 3 columns, the first line has 6' },
    ]);
  });

  test('a number that a meter cannot count is a bad row; the others are stored', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const bad = 'used,cust-1,too-big,2026-03-01T00:00:00Z,api,12345678901234567890\n';
    const job = await importFile(usage, header + rowsFrom(0, 50) + bad + rowsFrom(50, 100));
    expect(job).toMatchObject({
      state: 'done',
      import: {
        rows_read: 101,
        rows_accepted: 100,
        rows_failed: 1,
        errors: [
          {
            line: 52,
            column: 'properties.units',
            value: '12345678901234567890',
            message: 'This number is too big to be counted: at most 15 digits before the point are',
            cells: ['used', 'cust-1', 'too-big', '2026-03-01T00:00:00.000Z', 'api', '12345678901234567890'],
          },
        ],
      },
    });
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('rows that are told bring what stands in them, to be corrected, unless that is huge', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const text = [
      'Event_Name,external_customer_id,comment,properties,properties.kind,timestamp',
      'used,a,"x, ""y""",{},k,yesterday',
      'used,a,note,"{""units"":123456789012345678901.50,""b"":true}",k,2026-03-01T00:00:00Z',
      `used,a,${'z'.repeat(20_000)},{},k,yesterday`,
      'used,a,short',
    ];
    const { header: names, errors } = (await importFile(usage, text.join('\n'))).import ?? {};
    expect(names).toEqual(text[0]?.split(','));
    expect(errors?.toSorted((a, b) => a.line - b.line).map(({ cells }) => cells)).toEqual([
      ['used', 'a', 'x, "y"', '{}', 'k', 'yesterday'],
      ['used', 'a', '', '{"b":true,"units":123456789012345678901.5}', 'k', '2026-03-01T00:00:00.000Z'],
      undefined,
      ['used', 'a', 'short'],
    ]);
    const digits = '123456789012345678901.5';
    const uncounted = `{"event_name":"used","external_customer_id":"a","event_id":"i","properties":{"units":${digits}}}`;
    const lines = `{"event_name":"used"}\n{"event_name":"used","external_customer_id":"a"}\nno\n${uncounted}\n`;
    const json = (await importFile(usage, lines, 'x.jsonl')).import;
    expect(json?.header).toBe(null);
    const texts = new Map(json?.errors.map(({ line, cells }) => [line, cells?.[0]]));
    expect([texts.get(1), texts.get(3)]).toEqual(['{"event_name":"used"}', 'no']);
    const { properties, timestamp, ...rest } = JSON.parse(texts.get(4) ?? '');
    expect(rest).toEqual({ event_name: 'used', external_customer_id: 'a', event_id: 'i', source: '' });
    expect(texts.get(4)).toContain(`"properties":{"units":${digits}}`);
  });

  test('a row of an export that brings what stands in it keeps the blanks of its texts', async () => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const names = 'event_name,external_customer_id,event_id,timestamp,source,properties,neutralised\n';
    const rest = '2026-03-01T00:00:00.000Z,api,"{""units"":12345678901234567890}"';
    const { errors } =
      (await importFile(usage, `${names}used,'=a ,e1,${rest},2\nused,'=a,e2,${rest},1\n`)).import ?? {};
    expect(errors?.map(({ cells = [] }) => [cells[1], cells[6]])).toEqual([
      ["'=a ", '2'],
      ['=a', ''],
    ]);
  });

  test('a row nested too deep is a bad row and does not end the import', async () => {
    const usage = testUsage();
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const line = (properties: string) =>
      `{"event_name":"used","external_customer_id":"a","properties":${properties}}\n`;
    const json = await importFile(usage, line('{}') + line(`{"n":${deep}}`) + line('{"n":1}'), 'deep.jsonl');
    expect(json).toMatchObject({ state: 'done', import: { rows_accepted: 2, rows_failed: 1 } });
    expect(json.import?.errors).toMatchObject([{ line: 2, message: 'Properties can be nested at most 100 deep' }]);
    const csv = await importFile(
      usage,
      `event_name,external_customer_id,properties\nused,a,"{""n"":${deep}}"\nused,a,{}\n`,
      'deep.csv',
    );
    expect(csv).toMatchObject({ state: 'done', import: { rows_accepted: 1, rows_failed: 1 } });
  });

  test('a row in another encoding is refused by name, the others are stored', async () => {
    const usage = testUsage();
    const latin1 = Buffer.from(`${header}used,Zoë,e1,2026-03-01T00:00:00Z,api,5\n${rowsFrom(0, 3)}`, 'latin1');
    const job = await importFile(usage, latin1);
    expect(job.import).toMatchObject({ rows_accepted: 3, rows_failed: 1 });
    expect(job.import?.errors[0]?.message).toMatch(/^This row is not UTF-8 text/);
  });

  test('a row that has U+FFFD is no row in another encoding, whatever the others are', async () => {
    const usage = testUsage();
    const line = (id: string, text: string) => `used,Zo\uFFFD,${id},2026-03-01T00:00:00Z,api,${text}\n`;
    const [good, bad] = [
      Buffer.from(header + line('e1', '\uFFFD')),
      Buffer.from(line('e2', 'é').replace('Zo\uFFFD', 'Zo'), 'latin1'),
    ];
    const job = await importFile(usage, Buffer.concat([good, bad, Buffer.from(line('e3', 'é'))]));
    expect(job.import).toMatchObject({
      rows_accepted: 2,
      rows_failed: 1,
      errors: [{ line: 3, column: 'properties', value: '{"units":"\uFFFD"}' }],
    });
    expect(await event(usage, 'e1')).toMatchObject({
      external_customer_id: 'Zo\uFFFD',
      properties: { units: '\uFFFD' },
    });
    const json = await importFile(
      usage,
      Buffer.from(
        '{"event_name":"used","external_customer_id":"é"}\n{"event_name":"used","external_customer_id":"\\udfff"}',
        'latin1',
      ),
      'x.jsonl',
    );
    expect(json.import).toMatchObject({ rows_accepted: 1, errors: [{ line: 1, column: 'external_customer_id' }] });
    const names = Buffer.from('event_name,external_customer_id,properties.é\nused,a,1\n', 'latin1');
    expect((await importFile(usage, names)).message).toMatch(/^The first line is not UTF-8 text/);
  });

  test.each(['', 'x', 'xx', 'xxx'])(
    'a row that is longer than two blocks is read, wherever they end: %s',
    async (before) => {
      const usage = testUsage();
      const long = before + '🐘'.repeat(300_000);
      const line = (id: string, units: string) => `used,a,${id},2026-03-01T00:00:00Z,api,${units}\n`;
      const job = await importFile(usage, header + line('e1', '1') + line('e2', long) + line('e3', '2'));
      expect(job.import).toMatchObject({ rows_accepted: 3, errors: [] });
      expect((await event(usage, 'e2')).properties.units === long).toBe(true);
    },
  );

  test.each([
    ['empty', '', 'The file is empty.'],
    ['blank', ' \n\n', 'The file is empty.'],
    ['only a header', header, 'The file has a header line but no rows.'],
    [
      'an image',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]),
      'This is a PNG image, not a CSV or JSON-lines file.',
    ],
    [
      'a workbook',
      Buffer.from('PK\x03\x04....'),
      'This is an Excel workbook or a ZIP archive. Save the sheet as CSV and import that.',
    ],
    [
      'binary',
      Buffer.from([1, 2, 3, 0, 0, 0, 7, 8]),
      'This is not a text file. Choose a CSV file or a file with one JSON event per line.',
    ],
    ['a web page', '<!doctype html><p>Log in</p>', 'This is a web page or XML, not a CSV or JSON-lines file.'],
    [
      'a JSON list of something else',
      '[{"name":"x"},\n1]',
      'Nothing in this file is a usage event. Choose a CSV file or a file with one JSON event per line.',
    ],
    [
      'other JSON',
      '{"name":"x",\n"version":1}',
      'Nothing in this file is a usage event. Choose a CSV file or a file with one JSON event per line.',
    ],
    [
      'another CSV',
      'name,external_customer_id\na,b\n',
      'The first line has no column "event_name". A usage file needs event_name and external_customer_id; this one has: name, external_customer_id',
    ],
    [
      'a CSV of something else',
      'a,b\n1,2\n',
      'The first line has no column "event_name" and no column "external_customer_id". A usage file needs event_name and external_customer_id; this one has: a, b',
    ],
    [
      'a column twice',
      'event_name,external_customer_id,event_name\na,b,c\n',
      'The first line names the column "event_name" twice.',
    ],
  ])('%s: one sentence, nothing changed', async (_what, content, message) => {
    const usage = testUsage();
    expect(await importFile(usage, content)).toMatchObject({ state: 'failed', message });
    expect(stored(usage)).toBe(0);
    expect(usage.published.some(({ type }) => type === 'changed')).toBe(false);
    expect(usage.sqlite.prepare('select count(*) from event_names').pluck().get()).toBe(0);
  });

  test('a missing file or a folder cannot be read', async () => {
    const { call } = testUsage();
    for (const path of [join(folder, 'nothing-here.csv'), folder]) {
      const { id } = await eventHandlers['event.import']({ path, name: 'x' }, call);
      expect((await ended(call, id)).message).toMatch(/^The file cannot be read/);
    }
  });

  const long = header + rowsFrom(0, 60_000);

  test.each(['alone', 'beside edits'])('can be cancelled %s; what was stored stays and is right', async (how) => {
    const usage = testUsage();
    usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
    const path = join(folder, 'long.csv');
    writeFileSync(path, long);
    const { id } = await eventHandlers['event.import']({ path, name: 'long.csv' }, usage.call);
    if (how === 'beside edits') usage.sqlite.exec('update environments set name = name');
    await vi.waitFor(() => expect(stored(usage)).toBeGreaterThan(0), patience);
    await jobHandlers['job.cancel']({ id }, usage.call);
    const job = await ended(usage.call, id);
    rmSync(path);
    expect(job.state).toBe('cancelled');
    expect(stored(usage)).toBe(job.import?.rows_accepted);
    expect(job.import?.rows_read).toBe(stored(usage));
    expect(stored(usage)).toBeLessThan(60_000);
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
    await expect(jobHandlers['job.cancel']({ id }, usage.call)).rejects.toThrow('already ended');
  });

  test.each([
    ['shorter', (path: string) => truncateSync(path, 1_000_000)],
    ['longer', (path: string) => appendFileSync(path, rowsFrom(60_000, 60_001))],
    ['another', (path: string) => utimesSync(path, 1, 1)],
  ])('a file that becomes %s while it is read is told', async (_how, change) => {
    const usage = testUsage();
    const path = join(folder, 'changing.csv');
    writeFileSync(path, long);
    const { id } = await eventHandlers['event.import']({ path, name: 'changing.csv' }, usage.call);
    await vi.waitFor(() => expect(stored(usage)).toBeGreaterThan(0), patience);
    change(path);
    const job = await ended(usage.call, id);
    rmSync(path);
    expect(job).toMatchObject({ state: 'failed', import: { rows_accepted: stored(usage) } });
    expect(job.message).toMatch(/^The file changed while it was read\. Import it again/);
    expect(stored(usage)).toBeLessThan(60_000);
  });

  test.each([
    ['SQLITE_FULL', /^The disk with the data of Pricebook is full/],
    ['SQLITE_IOERR_WRITE', /^The disk with the data of Pricebook could not be read or written/],
    ['', /^The import stopped unexpectedly/],
  ])('a failure is told with what is stored: %s', async (code, message) => {
    const usage = testUsage();
    usage.sqlite.function('fails', () => {
      throw Object.assign(new Error('failed'), { code });
    });
    usage.sqlite.exec(
      "create temp trigger failing before insert on main.events when new.event_id = 'id-2000' begin select fails(); end",
    );
    const job = await importFile(usage, header + rowsFrom(0, 3_000));
    expect(stored(usage)).toBe(1_000);
    expect(job).toMatchObject({ state: 'failed', import: { rows_read: 1_000, rows_accepted: 1_000 } });
    expect(job.message).toMatch(message);
    expect(usage.published.some((told) => told.type === 'changed' && told.topics.includes('event'))).toBe(true);
  });

  test('lets other calls in between and sees a meter that is made meanwhile', async () => {
    const usage = testUsage();
    const path = join(folder, 'busy.csv');
    writeFileSync(path, header + rowsFrom(0, 6_000));
    const { id } = await eventHandlers['event.import']({ path, name: 'busy.csv' }, usage.call);
    await vi.waitFor(() => expect(stored(usage)).toBeGreaterThan(0), patience);
    await usage.call.deps.enqueue(async () => {
      expect(stored(usage)).toBeLessThan(6_000);
      usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
      usageOfMeter(usage.call.deps.store, 'm1');
    });
    expect((await ended(usage.call, id)).import?.rows_accepted).toBe(6_000);
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });
});
