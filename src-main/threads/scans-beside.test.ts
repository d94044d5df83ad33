import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MeterFacts } from '../core/analytics/charged-prices';
import { stretchScanner } from '../core/reports/scanned-stretches';
import { allowScansBeside, scansBeside } from '../core/reports/scans-beside';
import { openStore, type Store, storeOn } from '../core/store/open';
import type { EventStretch } from '../core/usage/event-texts';
import { type BuiltThreads, buildThreads } from './built-threads';

let threads: BuiltThreads;
let folder: string;
let writer: Store;
const perStretch = 100;
const stretchesOfAll = 200;
/** Those of every tenth stretch are not asked for. */
const eventsOfAll = perStretch * stretchesOfAll * 0.9;
beforeAll(async () => {
  threads = await buildThreads();
  folder = mkdtempSync(join(tmpdir(), 'pricebook-scans-'));
  writer = openStore(join(folder, 'pricebook.db'), 'writer');
  writer.sqlite.pragma('foreign_keys = off');
  writer.sqlite.exec(`
    insert into event_sources (number, environment_id, name) values (1, 'env', ''), (2, 'env', 'api');
    with recursive numbers (n) as (values (0) union all select n + 1 from numbers where n < ${perStretch * stretchesOfAll - 1})
    insert into events (event_name, timestamp, event_id, customer, source, properties, environment, ingested_at)
    select 1, n / ${perStretch}, printf('event-%06d', n), n % 7, 1 + n % 2,
      json_patch(json_object('own', 'value ' || n, 'region', 'region ' || n % 3, 'n', n || '.5'), case n % 5
        when 0 then '{"region":null}' when 1 then '{"region":"\\"eu\\"","n":"1"}' when 2 then '{"n":"x"}' else '{}' end), 1, 0
    from numbers`);
}, 60_000);
afterAll(async () => {
  writer.close();
  await threads.remove();
  rmSync(folder, { recursive: true, force: true });
});

let reader: Store;
/** Texts that were read on this thread. */
let readHere = 0;
beforeEach(() => {
  const sqlite = new Database(writer.file, {
    readonly: true,
    verbose: (sql) => {
      if (String(sql).includes('group_concat')) readHere += 1;
    },
  });
  reader = storeOn(sqlite, writer.file, 'reader');
});
afterEach(() => {
  scansBeside(reader)?.close();
  reader.close();
});

const meterOf = (number: number, aggregation: MeterFacts['aggregation']) =>
  ({ number, event_number: 1, aggregation, filters: [], archived_at: null }) as unknown as MeterFacts;
const summed = meterOf(1, { type: 'SUM', field: 'n' } as MeterFacts['aggregation']);
const counted = meterOf(2, { type: 'COUNT' } as MeterFacts['aggregation']);

function* stretches(): Generator<EventStretch> {
  for (let at = 0; at < stretchesOfAll; at += 1) {
    yield { event_name: 1, from: at, to: at % 10 === 9 ? at : at + 1, before: null };
  }
}
const plan = (meter: MeterFacts) => ({ meter, stretches: stretches() });

/** What all events of both meters are told to be, line by line, with what their codes stand for. */
function told(name: string, { isNextRight = true } = {}): string {
  const values: (string | null)[] = [];
  const codes = new Map<string | null, number>();
  function codeOf(value: string | null): number {
    const code = codes.get(value) ?? values.push(value) - 1;
    codes.set(value, code);
    return code;
  }
  const codeOfSource = (source: number) => codeOf(source === 2 ? 'api' : null);
  const scan = stretchScanner(reader, { name, codeOf, codeOfSource });
  const plans = [plan(summed), plan(counted), plan(summed)];
  const lines: string[] = [];
  for (const [index, one] of plans.entries()) {
    for (const [{ from }, events] of scan(one, () => (isNextRight ? (plans[index + 1] ?? null) : plan(counted)))) {
      for (let at = 0; at < (events?.count ?? 0); at += 1) {
        const { customers, units, nanos, codes: said } = events ?? {};
        lines.push(`${from} ${customers?.[at]} ${units?.[at]} ${nanos?.[at]} ${values[said?.[at] ?? -1]}`);
      }
    }
  }
  return lines.join('\n');
}

const count = (lines: string) => lines.split('\n').length;

/** One question. */
function inSnapshot<T>(ask: () => T): T {
  scansBeside(reader)?.begin();
  reader.sqlite.exec('begin; select 1 from events limit 1');
  try {
    return ask();
  } finally {
    reader.sqlite.exec('commit');
    scansBeside(reader)?.end();
  }
}

/** Asks until the other thread has taken part. */
async function toldByBoth(name: string, choices?: Parameters<typeof told>[1]) {
  for (;;) {
    readHere = 0;
    const all = inSnapshot(() => told(name, choices));
    if (readHere < 2 * stretchesOfAll) return all;
    await setTimeout(20);
  }
}

it.each([
  'properties.region',
  'properties.n',
  // More values than it remembers.
  'properties.own',
  'source',
])('with the thread that helps, usage by %s is what it is without', async (name) => {
  const alone = inSnapshot(() => told(name));
  expect(count(alone)).toBe(3 * eventsOfAll);
  allowScansBeside(reader, threads.threadFile);
  expect(await toldByBoth(name)).toBe(alone);
  expect(await toldByBoth(name, { isNextRight: false })).toBe(alone);
});

it('does not help while it sees another state of the store', async () => {
  allowScansBeside(reader, threads.threadFile);
  await toldByBoth('source');
  const alone = inSnapshot(() => told('source'));
  const addEvent = () =>
    writer.sqlite.exec(`insert into events values (1, 3, 'more-' || (select count(*) from events), 1, 1, '{}', 1, 0)`);
  inSnapshot(() => {
    addEvent();
    readHere = 0;
    expect(told('source')).toBe(alone);
    expect(readHere).toBe(3 * stretchesOfAll);
  });
  const after = await toldByBoth('source');
  expect(count(after)).toBe(3 * (eventsOfAll + 1));
  // Once it has begun, it sees what this thread sees, whatever comes then.
  inSnapshot(() => {
    readHere = 0;
    expect(told('source')).toBe(after);
    addEvent();
    expect(told('source')).toBe(after);
    expect(readHere).toBeLessThan(6 * stretchesOfAll);
  });
});

it.each([
  ['cannot be loaded', 'import "./nothing.mjs"'],
  ['is of another kind', ''],
  [
    'says that it cannot go on',
    `import { workerData } from 'node:worker_threads';
    const { port, answers } = workerData.scanEvents;
    port.on('message', ({ begin }) => {
      port.postMessage(begin ? { begun: begin } : { broken: 'disk I/O error' });
      Atomics.add(answers, 0, 1);
      Atomics.notify(answers, 0);
    });`,
  ],
])('everything is scanned here when the thread %s', async (_what, source) => {
  const alone = inSnapshot(() => told('properties.region'));
  const file = join(folder, 'thread.mjs');
  writeFileSync(file, source);
  allowScansBeside(reader, pathToFileURL(file));
  for (let time = 0; time < 3; time += 1) {
    expect(inSnapshot(() => told('properties.region'))).toBe(alone);
    await setTimeout(100);
  }
});
