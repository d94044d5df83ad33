import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../deps';
import { openStore, type Store } from '../store/open';
import { type TestCore, testCore } from '../test-core';
import { compareCharges, type WhatIfQuestion } from './compare';

let folder: string;
let writer: TestCore;
let store: Store;
let question: WhatIfQuestion;
let pro: string;

/** A reader keeps what it made until something is committed; the plan that is tried has one price of 2 dollars. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pricebook-what-if-'));
  const file = join(folder, 'pricebook.db');
  writer = testCore({ file, start: '2026-04-02T00:00:30Z' });
  store = openStore(file, 'reader');
  const { call } = writer;
  const feature = await call('feature.create', {
    name: 'Calls',
    type: 'metered',
    meter: { event_name: 'call', aggregation: { type: 'COUNT' } },
  });
  ({ id: pro } = await call('plan.create', { name: 'Pro' }));
  await call('price.create', {
    entity_type: 'PLAN',
    entity_id: pro,
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    amount: '2',
    meter_id: feature.meter_id,
    start_date: '2026-01-01T00:00:00Z',
    end_date: '2026-06-01T00:00:00Z',
  });
  await call('event.ingest', {
    event_id: 'e',
    event_name: 'call',
    external_customer_id: 'ada',
    timestamp: '2026-03-10T00:00:00Z',
  });
  question = {
    start_time: '2026-03-01T00:00:00Z',
    end_time: '2026-04-01T00:00:00Z',
    changes: [{ kind: 'everyone_on_plan', plan_id: pro, currency: '', billing_period: '' }],
    scope: 'everything',
  };
});

afterEach(async () => {
  store.close();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const told: number[] = [];
const compare = async () => {
  const call: Call = {
    deps: {
      store,
      now: writer.clock.now,
      publish: (event) => event.type === 'progress' && told.push(event.percent),
    } as Partial<Call['deps']> as Call['deps'],
    context: { environment_id: writer.environment_id, request_id: 'page/1' },
  };
  const { comparison } = await compareCharges(question, call);
  return comparison;
};

test('a comparison is kept while time goes on, until another price is in force or something is saved', async () => {
  const first = await compare();
  expect(first.totals.get('usd')).toMatchObject({ cost_now: 0n, cost_then: 2n * 10n ** 30n });
  writer.clock.advance(5 * 60_000);
  expect(await compare()).toBe(first);

  writer.clock.set('2026-07-01T00:00:00Z');
  const later = await compare();
  expect(later.totals.get('usd')).toBeUndefined();
  expect(await compare()).toBe(later);

  await writer.call('plan.create', { name: 'Another' });
  expect(await compare()).not.toBe(later);
});

test('how far it has come is told of what is priced, not of what is kept', async () => {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    time += 1000;
    return time;
  });
  told.length = 0;
  // What it costs now, what it would, and what else is charged.
  await compare();
  expect(told).toEqual([0, 33, 66, 100]);
  await compare();
  expect(told).toEqual([0, 33, 66, 100]);
  told.length = 0;
  question.changes = [{ kind: 'everyone_on_plan', plan_id: pro, currency: 'usd', billing_period: '' }];
  await compare();
  expect(told).toEqual([0, 100]);
  vi.restoreAllMocks();
});
