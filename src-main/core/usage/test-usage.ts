import type { Aggregation, MeterFilter } from '@shared/entities/meter';
import { defaultTenantId, idSource } from '@shared/ids';
import type { Call, Deps } from '../deps';
import { ensureEnvironments } from '../environments/ensure-environments';
import { noServers } from '../secrets';
import { queue } from '../store/queue';
import { testStore } from '../store/test-store';

export const testMoment = Date.parse('2026-06-01T00:00:00.000Z');

/** A store in memory with just enough of a catalog, written as plain rows, to test usage alone. */
export function testUsage(timezone = 'UTC') {
  const store = testStore();
  const newId = idSource(() => testMoment);
  const published: Parameters<Deps['publish']>[0][] = [];
  const deps: Deps = {
    store,
    now: () => testMoment,
    newId,
    publish: (event) => published.push(event),
    log: () => {},
    enqueue: queue().run,
    importThread: null,
    ...noServers,
  };
  ensureEnvironments(deps);
  const { sqlite } = store;
  const environment_id = sqlite.prepare('select id from environments order by number').pluck().get() as string;
  sqlite.prepare('update environments set timezone = ? where id = ?').run(timezone, environment_id);
  const call: Call = { deps, context: { environment_id } };

  const base = {
    environment_id,
    tenant_id: defaultTenantId,
    status: 'published',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    created_by: 'someone',
    updated_by: 'someone',
  };
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = { ...base, ...row };
    const names = Object.keys(columns);
    sqlite
      .prepare(`insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`)
      .run(columns);
  };

  insert('plans', { id: 'plan', name: 'Plan', search_text: '' });
  let sequence = 0;

  return {
    store,
    sqlite,
    call,
    environment_id,
    published,
    meter(id: string, event_name: string, aggregation: Partial<Aggregation>, filters: MeterFilter[] = []) {
      const whole = { field: null, expression: null, multiplier: null, bucket_size: null, group_by: null };
      insert('meters', {
        id,
        name: id,
        event_name,
        aggregation: JSON.stringify({ type: 'COUNT', ...whole, ...aggregation }),
        filters: JSON.stringify(filters),
        reset_usage: 'BILLING_PERIOD',
        search_text: '',
      });
    },
    price(id: string, meter_id: string) {
      sequence += 1;
      insert('prices', {
        id,
        amount: '1',
        currency: 'usd',
        type: 'USAGE',
        billing_model: 'FLAT_FEE',
        billing_period: 'MONTHLY',
        billing_period_count: 1,
        invoice_cadence: 'ARREAR',
        meter_id,
        entity_type: 'PLAN',
        entity_id: 'plan',
        start_date: '2020-01-01T00:00:00.000Z',
        sequence,
        search_text: '',
      });
    },
    customer(external_id: string) {
      insert('customers', { id: `cust_${external_id}`, external_id, name: external_id, search_text: '' });
    },
    subscription(id: string, external_id: string, fields: Record<string, string> = {}) {
      insert('subscriptions', {
        id,
        customer_id: `cust_${external_id}`,
        plan_id: 'plan',
        currency: 'usd',
        billing_period: 'MONTHLY',
        subscription_status: 'active',
        start_date: '2020-01-01T00:00:00.000Z',
        ...fields,
      });
    },
    lineItem(item: {
      id: string;
      subscription_id: string;
      external_id: string;
      price_id: string;
      meter_id: string;
      start_date: string;
      end_date: string | null;
    }) {
      const { external_id, ...rest } = item;
      insert('line_items', { ...rest, customer_id: `cust_${external_id}`, plan_id: 'plan', display_name: '' });
    },
  };
}
