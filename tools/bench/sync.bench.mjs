/**
 * Syncing with a real `serve` process, each step against a loop of bare requests in this process: the first pull, a push of
 * pending edits, and a sync with nothing new.
 *
 * The bare loop is the least that a client has to do over HTTP. Of the pull it asks for the same lists with the same bodies,
 * page after page in the order of the last change, and parses every answer; a sync asks four times for a row more, to
 * know where the change log stands, and reads the log once after. Of the push it sends the same updates one after
 * another and parses every answer; a sync sends a key with each and the version it is of, and reads the change log after. It
 * keeps nothing and makes nothing durable.
 *
 * First pulls are several, each of a new program, with the bare lists in between: how fast this machine is changes by more
 * than they differ. Meanwhile how it stands is asked for every 100 ms, which is how often a window is told to ask. How long
 * other calls wait is measured in pulls of their own, in which it is asked for all the time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rounded } from './measure.mjs';
import { startServer } from './server.mjs';
import { openShell } from './sync-client.mjs';
import { rowsOnServer, syncData } from './sync-data.mjs';

const edits = 5000;
const pageSize = 1000;
const atOnce = 20;
const firstPulls = 5;
/** In milliseconds. */
const asWindowsAsk = 100;
const allTheTime = 5;

/** @param {{ prices?: number }} [options] */
export async function benchSync({ prices = 20_000 } = {}) {
  const { profile, key, remove } = await syncData(prices);
  const server = await startServer([
    fileURLToPath(new URL('../../out/main/serve.js', import.meta.url)),
    ...['--profile', profile, '--port', '0', '--rate-limit', '0'],
  ]);
  const base_url = `http://127.0.0.1:${server.port}`;
  const send = bareClient(base_url, key);
  /** @type {(() => Promise<void>)[]} */
  const ends = [];
  const firstPull = async (/** @type {number} */ every) => {
    const folder = mkdtempSync(join(tmpdir(), 'pricebook-sync-client-'));
    const shell = await openShell(join(folder, 'profile'));
    const end = async () => {
      await shell.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    ends.push(end);
    await shell.call('connection.save', { base_url, api_key: key, send: 'review' });
    await shell.loopDelay();
    let waited = 0;
    const ms = await time(async () => {
      waited = await synced(shell, {}, every);
    });
    const held_up = await shell.loopDelay();
    const { total } = await shell.call('price.search', { limit: 1 }).then(({ pagination }) => pagination);
    if (total !== prices) throw new Error(`${total} prices came`);
    return { shell, ms, waited, held_up };
  };
  const closeLast = async () => ends.pop()?.();
  try {
    await pullBare(send);
    const pulls = [];
    const bare_pulls = [];
    /** @type {Awaited<ReturnType<typeof firstPull>>[]} */
    const disturbed = [];
    for (let run = 0; run < firstPulls; run += 1) {
      bare_pulls.push(await time(() => pullBare(send)));
      const { ms } = await firstPull(asWindowsAsk);
      pulls.push(ms);
      await closeLast();
    }
    for (let run = 0; run < 2; run += 1) {
      disturbed.push(await firstPull(allTheTime));
      await closeLast();
    }
    const most = (/** @type {(pull: Awaited<ReturnType<typeof firstPull>>) => number} */ of) =>
      Math.max(...disturbed.map(of));
    const { shell } = await firstPull(asWindowsAsk);
    // The first sync also looks for rows that are gone, which is a second list of all.
    await synced(shell, { sweep: true });

    const quiet = [];
    const bare_quiet = [];
    for (let run = 0; run < 9; run += 1) {
      quiet.push(await time(() => synced(shell, { sweep: false })));
      bare_quiet.push(await time(() => send('GET', '/changes?since=999999999&limit=1000')));
    }

    await shell.call('connection.update', { is_offline: true, send: 'auto' });
    await makeEdits(shell);
    await shell.call('connection.update', { is_offline: false });
    const push = await time(() => synced(shell, { sweep: false }, 20));
    const { pending } = await shell.call('sync.status', {});
    if (pending !== 0) throw new Error(`${pending} edits were not sent`);
    const others = await pricesThere(send, edits);
    const bare_push = await time(async () => {
      for (const id of others) await send('PUT', `/prices/${id}`, { description: 'Edited there' });
    });

    const middle = (/** @type {number[]} */ times) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
    return {
      [`sync: first pull of ${rowsOnServer(prices)} rows, ms`]: rounded(middle(pulls)),
      'sync: first pull, times the bare requests': rounded(middle(pulls) / middle(bare_pulls)),
      'sync: first pull, main thread held up p99, ms': rounded(most(({ held_up }) => held_up.p99)),
      'sync: first pull, main thread held up most, ms': rounded(most(({ held_up }) => held_up.max)),
      'sync: first pull, another call waited most, ms': rounded(most(({ waited }) => waited)),
      [`sync: push of ${edits} edits, ms`]: rounded(push),
      'sync: push, times the bare requests': rounded(push / bare_push),
      'sync: nothing new, ms': rounded(middle(quiet)),
      'sync: nothing new, ms more than the bare request': rounded(middle(quiet) - middle(bare_quiet)),
    };
  } finally {
    for (const end of ends) await end();
    await server.stop();
    remove();
  }
}

/** @param {() => Promise<unknown>} run */
async function time(run) {
  const before = performance.now();
  await run();
  return performance.now() - before;
}

/** @typedef {Awaited<ReturnType<typeof openShell>>} Shell */
/** @typedef {(method: string, path: string, body?: object) => Promise<any>} Send */

/**
 * Syncs and waits for the end of it, asking how it stands again and again. Answers how long a question took at most, in
 * milliseconds: it has its turn between two steps of the sync.
 * @param {Shell} shell
 * @param {object} input of `sync.start`
 * @param {number} every milliseconds
 */
async function synced(shell, input, every = allTheTime) {
  await shell.call('sync.start', input);
  for (let longest = 0; ; ) {
    const asked = performance.now();
    const { state, problem } = await shell.call('sync.status', {});
    longest = Math.max(longest, performance.now() - asked);
    if (problem) throw new Error(problem);
    if (state !== 'syncing') return longest;
    await delay(every);
  }
}

/** @param {string} base_url @param {string} key @returns {Send} */
function bareClient(base_url, key) {
  return async (method, path, body) => {
    const response = await fetch(`${base_url}/v1${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}

/**
 * The lists of a first pull, page by page in the order in which rows were changed.
 * @param {Send} send
 */
async function pullBare(send) {
  for (const [kind, more] of /** @type {[string, object][]} */ (lists)) {
    for (let after = null; ; ) {
      const filters = after && [{ field: 'updated_at', operator: 'after', data_type: 'date', value: { date: after } }];
      const sort = kind === 'prices' ? 'updated_at' : [{ field: 'updated_at', direction: 'asc' }];
      const body = { limit: pageSize, order: 'asc', sort, ...(filters && { filters }), ...more };
      const { items } = await send('POST', `/${kind}/search`, body);
      if (items.length < pageSize) break;
      after = new Date(Date.parse(items.at(-1).updated_at) - 1).toISOString();
    }
  }
}

const lists = [
  ['groups', {}],
  ['features', { expand: 'meters' }],
  ['plans', {}],
  ['plans', { status: 'archived' }],
  ['prices', { expand: 'meters', allow_expired_prices: true }],
];

/**
 * Ids of prices on the server, the ones that were not edited here first.
 * @param {Send} send @param {number} count
 */
async function pricesThere(send, count) {
  const ids = [];
  for (let offset = 0; ids.length < count; offset += pageSize) {
    const { items } = await send('POST', '/prices/search', { limit: pageSize, offset });
    ids.push(...items.flatMap((/** @type {any} */ { id, description }) => (description === '' ? id : [])));
  }
  return ids.slice(0, count);
}

/**
 * Describes prices here, each by a call of its own.
 * @param {Shell} shell
 */
async function makeEdits(shell) {
  for (let offset = 0; offset < edits; offset += pageSize) {
    const { items } = await shell.call('price.search', { limit: pageSize, offset });
    for (let from = 0; from < items.length; from += atOnce) {
      const some = items.slice(from, from + atOnce);
      await Promise.all(
        some.map((/** @type {any} */ { id }) => shell.call('price.update', { id, description: 'Edited here' })),
      );
    }
  }
}
