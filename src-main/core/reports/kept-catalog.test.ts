import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@shared/entities/analytics';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createAppOn } from '../app';
import { openStore } from '../store/open';
import { type TestCore, testCore } from '../test-core';

let folder: string;
let writer: TestCore;
let reader: App;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pricebook-kept-'));
  const file = join(folder, 'pricebook.db');
  writer = testCore({ file });
  reader = createAppOn(openStore(file, 'reader'), { role: 'reader', onEvent: () => {} });
});

afterEach(async () => {
  await reader.close();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

async function readReport(): Promise<Report> {
  const reply = await reader.call('report.usageByGroup', march, { environment_id: writer.environment_id });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.data as Report;
}

test('a reader that keeps the catalog sees every commit of the writer at once', async () => {
  const { call } = writer;
  const group = await call('group.create', { name: 'Compute', lookup_key: 'compute', entity_type: 'price' });
  const plan = await call('plan.create', { name: 'Plan' });
  const feature = await call('feature.create', {
    name: 'GPU',
    type: 'metered',
    meter: { event_name: 'gpu', aggregation: { type: 'COUNT' } },
  });
  const terms = {
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    entity_type: 'PLAN',
    meter_id: feature.meter_id,
    start_date: '2026-01-01T00:00:00Z',
  } as const;
  const price = await call('price.create', { ...terms, entity_id: plan.id, amount: '2' });
  const subscribe = (plan_id: string) =>
    call('subscription.create', {
      plan_id,
      external_customer_id: 'acme',
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-01-01T00:00:00Z',
    });
  const ingest = (event_id: string) =>
    call('event.ingest', {
      event_id,
      event_name: 'gpu',
      external_customer_id: 'acme',
      timestamp: '2026-03-05T10:00:00Z',
    });
  await call('customer.create', { external_id: 'acme', name: 'Acme' });
  const other = await call('plan.create', { name: 'Other' });

  const edits: [string, () => Promise<unknown>, (report: Report) => unknown, unknown][] = [
    ['an event', () => ingest('e1'), (report) => report.uncharged[0]?.total_usage, '1'],
    ['a subscription', () => subscribe(plan.id), (report) => report.groups[0]?.total_cost, '2'],
    [
      'a move',
      () => call('price.update', { id: price.id, group_id: group.id }),
      (report) => report.groups[0]?.name,
      'Compute',
    ],
    [
      'another name',
      () => call('feature.update', { id: feature.id, name: 'Graphics' }),
      (report) => report.groups[0]?.rows[0]?.name,
      'Graphics',
    ],
    ['a deleted group', () => call('group.delete', { id: group.id }), (report) => report.groups[0]?.name, 'No group'],
    [
      'another price',
      () => call('price.create', { ...terms, entity_id: other.id, amount: '5' }),
      (report) => report.groups[0]?.total_cost,
      '2',
    ],
    [
      'usage that is charged twice from now on',
      () => subscribe(other.id),
      (report) => report.groups[0]?.total_cost,
      '7',
    ],
    ['one more event', () => ingest('e2'), (report) => report.groups[0]?.total_cost, '14'],
  ];
  for (const [what, edit, read, expected] of edits) {
    await readReport();
    await edit();
    const report = await readReport();
    expect(read(report), what).toBe(expected);
    expect(report, what).toEqual(await call('report.usageByGroup', march));
  }
});
