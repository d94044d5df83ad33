import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { DoorEvent } from '@shared/door';
import type { Reply } from '@shared/errors';
import { v1Routes } from '@shared/v1/routes';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPricebook, type Pricebook, type PricebookOptions } from './pricebook';
import { loadSampleIfEmpty } from './sample-start';
import { type BuiltThreads, buildThreads } from './threads/built-threads';

let threads: BuiltThreads;
beforeAll(async () => {
  threads = await buildThreads();
});
afterAll(() => threads.remove());

let profileDir: string;
const opened: Pricebook[] = [];
beforeEach(() => {
  profileDir = mkdtempSync(join(tmpdir(), 'pricebook-threads-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((pricebook) => pricebook.close()));
  rmSync(profileDir, { recursive: true, force: true });
});

async function open(options: Partial<PricebookOptions> = {}) {
  const pricebook = await openPricebook({ profileDir, ...threads, log: () => undefined, ...options });
  opened.push(pricebook);
  const environments = await pricebook.call('environment.list', {}, { environment_id: '' });
  const { items } = (environments.ok ? environments.data : { items: [] }) as { items: { id: string; type: string }[] };
  const environment_id = items.find(({ type }) => type === 'development')?.id ?? '';
  const call = async (name: string, input: unknown = {}) => {
    const reply = await pricebook.call(name, input, { environment_id });
    // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape of the answer it asked for
    return reply.ok ? (reply.data as any) : reply.error;
  };
  return { pricebook, environment_id, call };
}

const groupNamed = (name: string) => ({ name, lookup_key: name.toLowerCase(), entity_type: 'price' });

/** Sends requests of the HTTP API past its server. */
function asker(pricebook: Pricebook, environment_id: string) {
  const key = { id: 'secret_1', environment_id, name: '', hint: '', access: 'write' as const };
  const caller = { key: { ...key, created_at: '', last_used_at: null, revoked_at: null }, requests_per_second: null };
  return async (path: string, body: string, params: Record<string, string> = {}) => {
    const route = v1Routes.find((one) => `${one.method} ${one.path}` === path);
    if (!route) throw new Error('no such route');
    const request = { params, body, search: '', if_match: null, caller, origin: '' };
    const reply = await pricebook.answer(route, request, { environment_id, caller: 'secret_1', versions: true });
    if (!reply.ok) throw new Error(reply.error.message);
    const { body: sent } = reply.data;
    // Bytes come from another thread, a text from this one.
    const isFromThread = sent instanceof Uint8Array;
    return {
      ...reply.data,
      isFromThread,
      body: JSON.parse(isFromThread ? new TextDecoder().decode(sent) : String(sent)),
    };
  };
}

describe('requests of the HTTP API', () => {
  it('come back from the threads as the bytes that are sent', async () => {
    const { pricebook, environment_id } = await open();
    const ask = asker(pricebook, environment_id);
    const created = await ask('POST /groups', JSON.stringify(groupNamed('Größe 1 🐘')));
    expect(created).toMatchObject({ status: 201, etag: '"1"', isFromThread: true, body: { name: 'Größe 1 🐘' } });
    const read = await ask('GET /groups/:id', '', { id: created.body.id });
    expect(read).toMatchObject({ status: 200, body: { name: 'Größe 1 🐘' } });
    expect(await ask('POST /groups', '{')).toMatchObject({ status: 400, body: { message: 'Invalid request format' } });
  });

  it.each([
    ['a program without windows answers short ones itself', true],
    ['one with windows leaves every one to its threads', false],
  ])('%s, with all that was edited before', async (_, windowless) => {
    const { pricebook, environment_id, call } = await open({ windowless });
    const ask = asker(pricebook, environment_id);
    const plan = await call('plan.create', { name: 'Plan' });
    const price = await call('price.create', {
      type: 'FIXED',
      billing_model: 'FLAT_FEE',
      billing_period: 'MONTHLY',
      billing_period_count: 1,
      invoice_cadence: 'ARREAR',
      currency: 'usd',
      amount: '1',
      entity_type: 'PLAN',
      entity_id: plan.id,
    });
    for (const display_name of ['one', 'two', 'three']) {
      await call('price.update', { id: price.id, display_name });
      await call('plan.update', { id: plan.id, name: `Plan ${display_name}` });
      const read = await ask('GET /prices/:id', '', { id: price.id });
      expect(read.body).toMatchObject({ display_name, plan: { name: `Plan ${display_name}` } });
      const page = await ask('POST /prices/search', '{}');
      expect(page.body.items).toMatchObject([{ display_name, etag: read.etag }]);
      expect([read.isFromThread, page.isFromThread]).toEqual([!windowless, !windowless]);
      const found = await ask('POST /prices/search', JSON.stringify({ search: display_name }));
      expect(found).toMatchObject({ isFromThread: true, body: { items: [{ display_name }] } });
    }
    expect(await ask('GET /prices/:id', '', { id: 'price_nobody' })).toMatchObject({ status: 404 });
  });
});

describe('calls', () => {
  it('are read on the readers as soon as the writer answered', async () => {
    const { call } = await open();
    for (let count = 0; count < 20; count += 1) {
      await call('group.create', groupNamed(`Group${count}`));
      const { items } = await call('group.search', { limit: 100 });
      expect(items).toHaveLength(count + 1);
    }
  });

  it('of a hundred at once each get their own answer', async () => {
    const { call } = await open();
    const names = Array.from({ length: 100 }, (_, index) => `Group${index}`);
    const created = await Promise.all(names.map((name) => call('group.create', groupNamed(name))));
    expect(created.map((group) => group.name)).toEqual(names);
    const read = await Promise.all(created.map(({ id }) => call('group.get', { id })));
    expect(read.map((group) => group.name)).toEqual(names);
  });

  it('are refused by name and input as values', async () => {
    const { call } = await open();
    expect(await call('no.such')).toMatchObject({ code: 'not_found' });
    expect(await call('__proto__')).toMatchObject({ code: 'not_found' });
    expect(await call('group.create', { name: 7 })).toMatchObject({ code: 'validation_error' });
    expect(await call('group.create', { name: () => 1 })).toMatchObject({ code: 'validation_error' });
  });

  it('that change something are told to every listener after the commit, until it stops listening', async () => {
    const { pricebook, environment_id, call } = await open();
    const heard: DoorEvent[] = [];
    const stop = pricebook.onEvent((event) => heard.push(event));
    await call('group.create', groupNamed('One'));
    stop();
    await call('group.create', groupNamed('Two'));
    const changes = heard.filter((event) => event.type === 'changed');
    expect(changes).toEqual([{ type: 'changed', environment_id, topics: expect.arrayContaining(['group']) }]);
  });

  it('that were running when the product closes are finished, and the log is emptied', async () => {
    const { pricebook, call } = await open();
    const creating = Array.from({ length: 50 }, (_, index) => call('group.create', groupNamed(`Group${index}`)));
    await pricebook.close();
    const created = await Promise.all(creating);
    expect(created.filter(({ id }) => id === undefined)).toEqual([]);
    expect(readdirSync(profileDir).sort()).toEqual(['downloads', 'pricebook.db', 'uploads']);
    const again = await open();
    expect((await again.call('group.search', { limit: 100 })).items).toHaveLength(50);
  });

  it('that were withdrawn are not worked on any more, and others are', async () => {
    const { pricebook, environment_id, call } = await open();
    const asked = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-08T00:00:00Z', group_by: 'properties.any' };
    const first = pricebook.call('report.usageByGroup', asked, { environment_id, request_id: 'page/1' });
    const second = pricebook.call('report.usageByGroup', asked, { environment_id, request_id: 'page/2' });
    expect(await call('request.cancel', { request_id: 'page/1' })).toEqual({ cancelled: true });
    expect(await call('request.cancel', { request_id: 'page/3' })).toEqual({ cancelled: false });
    expect(await first).toMatchObject({ ok: false, error: { message: 'This question was withdrawn' } });
    expect(await second).toMatchObject({ ok: true, data: { group_by: 'properties.any', groups: [] } });
  });

  it('whose thread ends while it works on them are refused with a sentence, and the next one is answered', {
    timeout: 60_000,
  }, async () => {
    const workers: Worker[] = [];
    const note = (worker: Worker) => workers.push(worker);
    process.on('worker', note);
    const { pricebook, environment_id, call } = await open();
    await loadSampleIfEmpty(pricebook);
    const [plan] = (await call('plan.search', { limit: 1 })).items;
    const range = { start_time: '2026-01-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
    const changes = [{ kind: 'everyone_on_plan', plan_id: plan.id }];
    const heard: DoorEvent[] = [];
    pricebook.onEvent((event) => {
      heard.push(event);
      // It is in the middle of it: the thread that was started last is ended there.
      if (event.type === 'progress') void workers.at(-1)?.terminate();
    });
    let first: Reply | undefined;
    // One that was quicker than its end is asked again, about other days.
    for (const end of ['2026-04-01', '2026-03-31', '2026-03-30']) {
      const asked = { ...range, end_time: `${end}T00:00:00Z`, changes };
      const asking = pricebook.call('whatIf.compare', asked, { environment_id, request_id: end });
      const behind = call('report.usageByGroup', range);
      const lists = call('group.search', { limit: 100 });
      first = await asking;
      const [after, groups] = await Promise.all([behind, lists]);
      if (first.ok) continue;
      expect(after.groups.length).toBeGreaterThan(0);
      expect(groups.items.length).toBeGreaterThan(0);
      break;
    }
    expect(first).toMatchObject({
      ok: false,
      error: { code: 'service_unavailable', message: expect.stringContaining('please try again') },
    });
    expect((await call('whatIf.compare', { ...range, changes })).totals.length).toBeGreaterThan(0);
    // Everything can be saved all the while.
    expect(await call('group.create', groupNamed('After'))).toMatchObject({ name: 'After' });
    expect(heard.some(({ type }) => type === 'store_failed')).toBe(false);
    process.off('worker', note);
  });

  it('after the close are refused', async () => {
    const { pricebook, call } = await open();
    await pricebook.close();
    expect(await call('group.search')).toMatchObject({ code: 'service_unavailable' });
    expect(await call('group.create', groupNamed('Late'))).toMatchObject({ code: 'service_unavailable' });
  });
});

describe('what the program around the core answers', () => {
  it('is handed to it once it is there, and it ends before the store', async () => {
    const { pricebook, call } = await open();
    expect(await call('apiServer.get')).toMatchObject({ code: 'not_implemented' });
    const asked: unknown[] = [];
    let atEnd: unknown;
    pricebook.addHost({
      async answer(name, input) {
        asked.push([name, input]);
        return { ok: true, data: 'ours' };
      },
      async close() {
        atEnd = await call('group.search');
      },
    });
    expect(await call('apiServer.update', { enabled: true })).toBe('ours');
    expect((await call('group.search')).items).toEqual([]);
    await pricebook.close();
    expect(asked).toEqual([['apiServer.update', { enabled: true }]]);
    expect(atEnd).toMatchObject({ items: [] });
  });
});

describe('a data folder', () => {
  it.skipIf(process.platform === 'win32')('is nobody else’s to read, though an earlier version let them', async () => {
    const { pricebook } = await open();
    await pricebook.close();
    const places = [profileDir, join(profileDir, 'pricebook.db')];
    for (const place of places) chmodSync(place, 0o755);
    await open();
    expect(places.map((place) => statSync(place).mode & 0o077)).toEqual([0, 0]);
  });

  it('is held by one program at a time and free again after the close', async () => {
    const { pricebook } = await open();
    await expect(open()).rejects.toThrow(/already open on the data folder/);
    await pricebook.close();
    await open();
  });

  it('whose store is damaged is refused with a sentence, untouched, and free again', async () => {
    writeFileSync(join(profileDir, 'pricebook.db'), 'no database '.repeat(999));
    await expect(open()).rejects.toMatchObject({ name: 'AppError', message: expect.stringContaining('damaged') });
    rmSync(join(profileDir, 'pricebook.db'));
    await open();
  });

  it('whose store was written by a newer version is refused with a sentence', async () => {
    const { pricebook } = await open();
    await pricebook.close();
    const file = join(profileDir, 'pricebook.db');
    const sqlite = new Database(file);
    sqlite.pragma(`user_version = ${Number(sqlite.pragma('user_version', { simple: true })) + 1000}`);
    sqlite.close();
    await expect(open()).rejects.toMatchObject({ name: 'AppError', message: expect.stringMatching(/newer/) });
  });

  it('loses the uploads of a killed run at the next start', async () => {
    const { pricebook } = await open();
    await pricebook.close();
    writeFileSync(join(profileDir, 'uploads', 'left-behind'), 'x');
    await open();
    expect(readdirSync(join(profileDir, 'uploads'))).toEqual([]);
  });
});

describe('a picked file', () => {
  it('is needed by its token: a path from a page is not believed', async () => {
    const { call } = await open();
    const file = join(profileDir, 'usage.csv');
    writeFileSync(file, 'x');
    for (const input of [
      { path: file, name: 'usage.csv' },
      { file_token: 'guess', path: file, name: 'usage.csv' },
      null,
    ]) {
      expect(await call('event.import', input)).toMatchObject({ code: 'validation_error', field: 'file_token' });
    }
  });

  it('is imported in the background, told by job events, and deleted afterwards when it was an upload', async () => {
    const { pricebook, call } = await open();
    const states: string[] = [];
    pricebook.onEvent((event) => {
      if (event.type === 'job') states.push(event.job.state);
    });
    const upload = join(profileDir, 'uploads', 'upload');
    const rows = Array.from({ length: 500 }, (_, index) => `e${index},cust-1,api_call,2026-03-07T10:00:00Z`);
    writeFileSync(upload, ['event_id,external_customer_id,event_name,timestamp', ...rows, ''].join('\n'));
    const { token, name } = await pricebook.shelveFile(upload, 'usage.csv', { temporary: true });
    const job = await call('event.import', { file_token: token, name });
    expect(job).toMatchObject({ kind: 'event_import' });
    await vi.waitFor(() => expect(states).toContain('done'), 10_000);
    expect(await call('job.get', { id: job.id })).toMatchObject({ state: 'done', import: { rows_accepted: 500 } });
    await vi.waitFor(() => expect(existsSync(upload)).toBe(false));
  });

  it('is deleted when it was an upload that is no usage file', async () => {
    const { pricebook, call } = await open();
    const upload = join(profileDir, 'uploads', 'upload');
    writeFileSync(upload, 'name,amount\na,1\n');
    const { token } = await pricebook.shelveFile(upload, 'usage.csv', { temporary: true });
    const { id } = await call('event.import', { file_token: token });
    await vi.waitFor(async () => expect(await call('job.get', { id })).toMatchObject({ state: 'failed' }), 10_000);
    await vi.waitFor(() => expect(existsSync(upload)).toBe(false));
  });
});

describe('the sample', () => {
  it('fills an empty Sandbox once', async () => {
    const { pricebook, call } = await open();
    expect(await loadSampleIfEmpty(pricebook)).toBe('The sample catalog is loaded in the Sandbox.');
    const { items } = await call('group.search');
    expect(items.map((group: { name: string }) => group.name).sort()).toEqual(['Add-ons', 'GPU Usage']);
    expect(await loadSampleIfEmpty(pricebook)).toContain('already has data');
  });
});

it('keeps ready what a report on another thread told usage apart by', async () => {
  const { call } = await open();
  await call('event.ingest', { event_name: 'used', external_customer_id: 'anna', source: 'web', properties: {} });
  const asked = { start_time: '2026-01-01T00:00:00Z', end_time: '2026-02-01T00:00:00Z', window_size: 'DAY' };
  await call('report.usageByGroup', { ...asked, group_by: 'source' });
  const sqlite = new Database(join(profileDir, 'pricebook.db'), { readonly: true });
  const facts = sqlite.prepare('select name, state from usage_facts');
  await vi.waitFor(() => expect(facts.all()).toEqual([{ name: 'source', state: 'kept' }]), 10_000);
  sqlite.close();
});
