/**
 * Requests per second and latency of the v1 HTTP API: the built server in a process of its own on a profile of 50,000
 * prices, against a bare server of the same HTTP library that answers every request with a constant of the same size.
 * Both are asked by the same load generator, taking turns; every figure is the median of several rounds. Nothing is
 * limited per key, as one client asks for everything.
 */
import { fileURLToPath } from 'node:url';
import { apiData, customer, eventName } from './api-data.mjs';
import { load } from './load-generator.mjs';
import { median, rounded } from './measure.mjs';
import { startServer } from './server.mjs';

/** @import { LoadRequest } from './api-load.mjs' */

const file = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const seconds = 2;
const eventsPerRequest = 1000;

/**
 * What is measured. `once`: every request differs, as a write has to.
 * @typedef {{ name: string, status: number, connections: number, requests(): LoadRequest[], once?: boolean }} Case
 */

/**
 * @param {{ priceIds: string[], groupIds: string[] }} facts
 * @returns {Case[]}
 */
function casesOf({ priceIds, groupIds }) {
  // New keys and event ids in every round, also when a round is repeated.
  let lastNumber = Date.now() * 1000;
  const nextNumber = () => {
    lastNumber += 1;
    return lastNumber;
  };
  const inGroup = (/** @type {string} */ id) => ({
    filters: [{ field: 'group_id', operator: 'in', data_type: 'array', value: { array: [id] } }],
  });
  const usageEvent = (/** @type {unknown} */ _, /** @type {number} */ index) => ({
    event_id: `event-${nextNumber()}`,
    event_name: eventName(index % 200),
    external_customer_id: `customer-${index % 500}`,
    timestamp: '2026-06-15T10:00:00Z',
    source: 'api',
    properties: { units: String(index), region: `r${index % 4}` },
  });
  const post = (/** @type {string} */ path, /** @type {object} */ body) => ({
    method: 'POST',
    path,
    body: JSON.stringify(body),
  });
  const times = (/** @type {number} */ count, /** @type {() => LoadRequest} */ make) =>
    Array.from({ length: count }, make);
  return [
    {
      name: 'price get',
      status: 200,
      connections: 16,
      requests: () =>
        times(5000, () => ({
          method: 'GET',
          path: `/v1/prices/${priceIds[Math.floor(Math.random() * priceIds.length)]}`,
        })),
    },
    {
      name: 'price search, first page',
      status: 200,
      connections: 16,
      requests: () => [post('/v1/prices/search', {})],
    },
    {
      name: 'price search, of a group',
      status: 200,
      connections: 16,
      requests: () => groupIds.map((id) => post('/v1/prices/search', inGroup(id))),
    },
    {
      name: 'group create',
      status: 201,
      connections: 16,
      once: true,
      requests: () =>
        times(20_000, () =>
          post('/v1/groups', { name: 'Group', entity_type: 'price', lookup_key: `key-${nextNumber()}` }),
        ),
    },
    {
      name: 'event bulk',
      status: 202,
      connections: 4,
      once: true,
      requests: () =>
        times(seconds * 100, () =>
          post('/v1/events/bulk', { events: Array.from({ length: eventsPerRequest }, usageEvent) }),
        ),
    },
    {
      name: 'analytics',
      status: 200,
      connections: 4,
      requests: () => [
        post('/v1/events/analytics', {
          external_customer_id: customer,
          start_time: '2026-06-01T00:00:00Z',
          end_time: '2026-07-01T00:00:00Z',
          expand: ['price'],
        }),
      ],
    },
  ];
}

/**
 * @param {Case} measured
 * @param {{ port: number, key: string, runs: number }} ours
 */
async function measure({ requests, ...rest }, { port, key, runs }) {
  const plan = (/** @type {number} */ at, /** @type {number} */ span) => ({
    ...rest,
    port: at,
    key,
    seconds: span,
    requests: requests(),
  });
  const { answer_bytes } = await load(plan(port, 1));
  const bare = await startServer([file('./api-bare.mjs'), String(rest.status), String(answer_bytes)]);
  try {
    await load(plan(bare.port, 1));
    const rounds = [];
    for (let run = 0; run < runs; run += 1) {
      rounds.push({ ours: await load(plan(port, seconds)), bare: await load(plan(bare.port, seconds)) });
    }
    return {
      per_second: median(rounds.map(({ ours }) => ours.per_second)),
      p50_ms: median(rounds.map(({ ours }) => ours.p50_ms)),
      p99_ms: median(rounds.map(({ ours }) => ours.p99_ms)),
      of_bare: median(rounds.map(({ ours, bare: constant }) => ours.per_second / constant.per_second)),
    };
  } finally {
    await bare.stop();
  }
}

export async function benchApi({ runs = 3 } = {}) {
  const { profile, key, remove, ...facts } = await apiData();
  const server = await startServer([
    file('../../out/main/serve.js'),
    ...['--profile', profile, '--port', '0', '--rate-limit', '0'],
  ]);
  /** @type {Record<string, number>} */
  const figures = {};
  try {
    for (const measured of casesOf(facts)) {
      const { per_second, p50_ms, p99_ms, of_bare } = await measure(measured, { port: server.port, key, runs });
      const name = `API ${measured.name}`;
      figures[`${name}, requests/s`] = rounded(per_second);
      figures[`${name} p50, ms`] = rounded(p50_ms);
      figures[`${name} p99, ms`] = rounded(p99_ms);
      figures[`${name}, of the bare server`] = rounded(of_bare);
      if (measured.name === 'event bulk') figures['API ingest, events/s'] = rounded(per_second * eventsPerRequest);
    }
    return figures;
  } finally {
    await server.stop();
    remove();
  }
}
