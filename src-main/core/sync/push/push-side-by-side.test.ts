import { afterEach, expect, test } from 'vitest';
import { testCatalog } from '../../test-catalog';
import type { RemoteRequest } from '../remote/remote-api';
import { type TestPush, testPush } from './test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

/** Holds every write back until nothing more comes, and tells how many were on their way together. */
function watchFlights() {
  const { api } = pushed.remote;
  const { send } = api;
  const flights: string[][] = [];
  const waiting: { request: RemoteRequest; go: () => void }[] = [];
  api.send = async (request) => {
    if (request.path.endsWith('/search')) return send(request);
    await new Promise<void>((go) => {
      waiting.push({ request, go });
      // Other lines get so far in the meantime.
      const seen = waiting.length;
      setImmediate(() => {
        if (waiting.length !== seen) return;
        flights.push(waiting.map((one) => `${one.request.method} ${nameIn(one.request)}`));
        for (const one of waiting.splice(0)) one.go();
      });
    });
    return send(request);
  };
  return flights;
}

const nameIn = ({ body }: RemoteRequest) => {
  const { display_name, name, description } = (body ?? {}) as Record<string, string>;
  return display_name ?? name ?? description;
};

test('edits of different rows are sent side by side, a few at a time', async () => {
  pushed = testPush({ isOurs: true });
  const { core } = pushed;
  const ids: string[] = [];
  for (let at = 0; at < 6; at += 1) ids.push((await core.call('plan.create', { name: `P${at}` })).id);
  await pushed.push();
  for (const [at, id] of ids.entries()) await core.call('plan.update', { id, name: `Q${at}` });
  const flights = watchFlights();
  expect(await pushed.push()).toMatchObject({ sent: 6, settled: 6, stopped: null });
  expect(flights[0]).toEqual(['PUT Q0', 'PUT Q1', 'PUT Q2', 'PUT Q3']);
  expect(pushed.pending()).toEqual([]);
});

test('new rows that are listed beside each other are made one after another, in their order', async () => {
  pushed = testPush({ isOurs: true });
  const { core, remote } = pushed;
  const { plan, fixed } = await testCatalog(core);
  const other = await core.call('plan.create', { name: 'Other' });
  for (const [entity_id, display_name] of [
    [plan.id, 'A1'],
    [other.id, 'B1'],
    [plan.id, 'A2'],
    [other.id, 'B2'],
  ] as const) {
    await core.call('price.create', { ...fixed, entity_id, display_name, lookup_key: '' });
  }
  const flights = watchFlights();
  await pushed.push();
  expect(flights.slice(-2)).toEqual([
    ['POST A1', 'POST B1'],
    ['POST A2', 'POST B2'],
  ]);
  expect(flights.slice(0, -2).every((flight) => flight.length === 1)).toBe(true);
  expect(remote.rows.plans).toHaveLength(2);
});

test('a meter that two prices need is made once', async () => {
  pushed = testPush({ isOurs: true });
  const { core, remote } = pushed;
  const { plan, usage } = await testCatalog(core);
  const other = await core.call('plan.create', { name: 'Other' });
  const meter = await core.call('meter.create', { name: 'Calls', event_name: 'calls', aggregation: { type: 'COUNT' } });
  await pushed.push();
  for (const entity_id of [plan.id, other.id]) {
    await core.call('price.create', { ...usage, meter_id: meter.id, entity_id, lookup_key: '' });
  }
  watchFlights();
  expect(await pushed.push()).toMatchObject({ stopped: null });
  expect(remote.writes().filter((line) => line === 'POST /meters')).toHaveLength(1);
  expect(pushed.pending()).toEqual([]);
});

test('what is on its way when a server falls over is told from what never left', async () => {
  pushed = testPush({ isOurs: true });
  const { core, remote } = pushed;
  const ids: string[] = [];
  for (let at = 0; at < 6; at += 1) ids.push((await core.call('plan.create', { name: `P${at}` })).id);
  await pushed.push();
  for (const id of ids) await core.call('plan.update', { id, name: 'Q' });
  watchFlights();
  remote.faults = [{ busy: 5000 }, 'response lost', 'unreachable'];
  expect(await pushed.push()).toMatchObject({
    sent: 1,
    stopped: { because: 'trouble', message: 'The server is busy.', retry_after_ms: 5000 },
  });
  expect(pushed.pending()).toEqual([
    'plan update uncertain',
    'plan update uncertain',
    'plan update ready',
    'plan update ready',
    'plan update ready',
  ]);
});

test('a line is settled and the next one claimed with one commit; what was claimed and never left is given back', async () => {
  pushed = testPush({ isOurs: true });
  const { core } = pushed;
  const { sqlite } = core.store;
  const ids: string[] = [];
  for (let at = 0; at < 8; at += 1) ids.push((await core.call('plan.create', { name: `P${at}` })).id);
  await pushed.push();
  for (const id of ids) await core.call('plan.update', { id, name: 'Q' });
  let commits = 0;
  const exec = sqlite.exec.bind(sqlite);
  sqlite.exec = (sql) => {
    if (sql === 'commit') commits += 1;
    return exec(sql);
  };
  const control = new AbortController();
  let settled = 0;
  const onPoint = (point: string) => {
    if (point !== 'settled') return;
    settled += 1;
    if (settled === 4) control.abort();
  };
  watchFlights();
  expect(await pushed.push({ signal: control.signal, onPoint })).toMatchObject({
    sent: 4,
    stopped: { because: 'cancelled' },
  });
  // Four claims; four answers with the next four claims; these given back.
  expect(commits).toBe(3);
  expect(pushed.pending()).toEqual(Array(4).fill('plan update ready'));
  expect(await pushed.push()).toMatchObject({ sent: 4 });
});
