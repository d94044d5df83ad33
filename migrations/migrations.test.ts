import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addEventIdKey, keyOfEventId } from '../src-main/core/store/event-id-key';
import { migrate } from '../src-main/core/store/migrate';
import { migrations } from './index';

let sqlite: Database.Database;
beforeEach(() => {
  sqlite = new Database(':memory:');
  sqlite.pragma('foreign_keys = on');
  addEventIdKey(sqlite);
});
afterEach(() => sqlite.close());

/** The store as it was when this many migrations existed. */
const storeAt = (version: number) => migrate(sqlite, migrations.slice(0, version), ':memory:');
const rows = (query: string) => sqlite.prepare(query).all();

const base = "'env_1', 't', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'u', 'u'";
const baseColumns = 'environment_id, tenant_id, created_at, updated_at, created_by, updated_by';
const environment =
  "insert into environments (id, tenant_id, name, type) values ('env_1', 't', 'Sandbox', 'development')";
const group = `insert into groups (id, name, lookup_key, entity_type, search_text, ${baseColumns})
  values ('group_1', 'Tokens', 'tokens', 'price', 'tokens', ${base})`;

test('the schema is the one that schema.sql shows', async () => {
  storeAt(migrations.length);
  const schema = sqlite.prepare('select sql from sqlite_schema where sql is not null order by rowid').pluck().all();
  await expect(`${schema.join(';\n\n')};\n`).toMatchFileSnapshot('./schema.sql');
});

test('the names of the migrations are their order', () => {
  const names = migrations.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].toSorted());
  expect(names.filter((name) => !/^\d{4}_[a-z0-9_]+$/.test(name))).toEqual([]);
});

test('0001 catalog: archiving a group frees its key', () => {
  storeAt(1);
  sqlite.exec(`${environment}; ${group}`);
  expect(() => sqlite.exec(group.replace('group_1', 'group_2'))).toThrow(/UNIQUE/);
  sqlite.exec("update groups set status = 'archived'");
  sqlite.exec(group.replace('group_1', 'group_2'));
  expect(rows('select id, status from groups')).toEqual([
    { id: 'group_1', status: 'archived' },
    { id: 'group_2', status: 'published' },
  ]);
});

test.each([
  ['a group of another type', group.replace("'price', 'tokens'", "'feature', 'tokens'"), /CHECK/],
  ['a group without a name', group.replace("'Tokens'", "''"), /CHECK/],
  ['a group of no environment', group.replace("'env_1'", "'env_x'"), /FOREIGN KEY/],
  ['a group with null for a name', group.replace("'Tokens'", 'null'), /NOT NULL/],
])('0001 catalog refuses %s', (_what, insert, error) => {
  storeAt(1);
  sqlite.exec(environment);
  expect(() => sqlite.exec(insert)).toThrow(error);
});

test('0002 usage: the catalog of a store without usage is kept as it is', () => {
  storeAt(1);
  sqlite.exec(`${environment}; ${group}`);
  const before = rows('select * from groups');
  storeAt(2);
  expect(rows('select * from groups')).toEqual(before);
  expect(rows('select count(*) as events from events')).toEqual([{ events: 0 }]);
  expect(sqlite.pragma('foreign_key_check')).toEqual([]);
});

const plan = `insert into plans (id, name, search_text, ${baseColumns}) values ('plan_1', 'P', '', ${base})`;
const addPrice = (number: number, { status = 'published', group_id = 'null' } = {}) =>
  sqlite.exec(
    `insert into prices (id, amount, currency, type, billing_model, billing_period, billing_period_count,
       invoice_cadence, entity_type, entity_id, start_date, sequence, search_text, status, group_id, ${baseColumns})
     values ('price_${number}', '1', 'usd', 'FIXED', 'FLAT_FEE', 'MONTHLY', 1,
       'ARREAR', 'PLAN', 'plan_1', '2026-01-01T00:00:00.000Z', ${number}, '', '${status}', ${group_id}, ${base})`,
  );

test('0005 price lists: published prices are counted as they come and go', () => {
  storeAt(4);
  sqlite.exec(`${environment}; ${plan}`);
  addPrice(1);
  addPrice(2, { status: 'archived' });
  storeAt(5);
  const count = () => sqlite.prepare('select published from price_counts').pluck().get();
  expect(count()).toBe(1);
  addPrice(3);
  expect(count()).toBe(2);
  sqlite.exec("update prices set status = 'published'");
  expect(count()).toBe(3);
  sqlite.exec("update prices set status = 'archived' where number = 1");
  expect(count()).toBe(2);
  sqlite.exec('delete from prices');
  expect(count()).toBe(0);
});

test('0006 group members: the prices of a group are counted as they move', () => {
  storeAt(5);
  const other = group.replace('group_1', 'group_2').replace("'tokens', 'price'", "'other', 'price'");
  sqlite.exec(`${environment}; ${plan}; ${group}; ${other}`);
  addPrice(1, { group_id: "'group_1'" });
  addPrice(2);
  storeAt(6);
  const counts = () => Object.fromEntries(sqlite.prepare('select * from group_members').raw().all() as []);
  expect(counts()).toEqual({ group_1: 1 });
  addPrice(3, { group_id: "'group_1'" });
  expect(counts()).toEqual({ group_1: 2 });
  sqlite.exec("update prices set group_id = 'group_2' where number <> 3");
  expect(counts()).toEqual({ group_1: 1, group_2: 2 });
  sqlite.exec('update prices set group_id = null where number = 1');
  expect(counts()).toEqual({ group_1: 1, group_2: 1 });
  sqlite.exec('delete from prices');
  expect(counts()).toEqual({ group_1: 0, group_2: 0 });
});

test('0011 charge windows: what a line item charges follows whatever it depends on', () => {
  storeAt(10);
  const iso = (text: string) => Date.parse(`2026-${text}T00:00:00.000Z`);
  sqlite.exec(`${environment}; ${plan};
    insert into meters (number, id, name, event_name, aggregation, filters, reset_usage, search_text, ${baseColumns})
      values (3, 'meter_1', 'M', 'used', '{"type":"COUNT"}', '[]', 'BILLING_PERIOD', '', ${base});`);
  addPrice(1);
  sqlite.exec(`update prices set type = 'USAGE', meter_id = 'meter_1' where number = 1;
    insert into customers (id, external_id, name, search_text, ${baseColumns}) values ('c_1', 'acme', 'A', '', ${base});
    insert into subscriptions (id, customer_id, plan_id, currency, billing_period, subscription_status, start_date, ${baseColumns})
      values ('s_1', 'c_1', 'plan_1', 'usd', 'MONTHLY', 'active', '2026-01-01T00:00:00.000Z', ${base});
    insert into event_customers (number, environment_id, external_id) values (7, 'env_1', 'acme');`);
  const addLineItem = (number: number) =>
    sqlite.exec(`insert into line_items (number, id, subscription_id, customer_id, plan_id, price_id, meter_id,
        display_name, start_date, ${baseColumns})
      values (${number}, 'l_${number}', 's_1', 'c_1', 'plan_1', 'price_1', 'meter_1', '', '2026-02-01T00:00:00.000Z', ${base})`);
  addLineItem(5);
  storeAt(11);
  const kept = () => rows('select * from charge_windows');
  const open = Date.parse('9999-12-31T23:59:59.999Z');
  const whole = { line_item: 5, price: 1, meter: 3, customer: 7, start: iso('02-01'), end: open };
  expect(kept()).toEqual([whole]);
  const steps: [change: string, after: unknown[]][] = [
    ["update line_items set end_date = '2026-05-01T00:00:00.000Z'", [{ ...whole, end: iso('05-01') }]],
    ["update subscriptions set end_date = '2026-04-01T00:00:00.000Z'", [{ ...whole, end: iso('04-01') }]],
    [
      "update subscriptions set subscription_status = 'cancelled', cancelled_at = '2026-03-01T00:00:00.000Z'",
      [{ ...whole, end: iso('03-01') }],
    ],
    ["update subscriptions set subscription_status = 'draft'", []],
    ["update subscriptions set subscription_status = 'active', end_date = null", [{ ...whole, end: iso('05-01') }]],
    ["update customers set external_id = 'other'", []],
    [
      "insert into event_customers (number, environment_id, external_id) values (8, 'env_1', 'other')",
      [{ ...whole, customer: 8, end: iso('05-01') }],
    ],
    ["update customers set external_id = 'acme'", [{ ...whole, end: iso('05-01') }]],
    ["update customers set status = 'archived'", []],
    ["update customers set status = 'published'", [{ ...whole, end: iso('05-01') }]],
    ["update prices set type = 'FIXED', meter_id = null", []],
    ["update prices set type = 'USAGE', meter_id = 'meter_1'", [{ ...whole, end: iso('05-01') }]],
    ["update line_items set status = 'archived'", []],
    ["update line_items set status = 'published', end_date = null", [whole]],
    ['delete from line_items', []],
  ];
  for (const [change, after] of steps) {
    sqlite.exec(change);
    expect(kept(), change).toEqual(after);
    expect(rows('select * from charge_windows_now'), change).toEqual(after);
  }
  addLineItem(6);
  expect(kept()).toEqual([{ ...whole, line_item: 6 }]);
});

test('0013 windowed commitments: those before stay to the whole of their line item', () => {
  storeAt(migrations.findIndex(({ name }) => name.startsWith('0013')));
  sqlite.exec(`${environment}; ${plan}`);
  addPrice(1);
  sqlite.exec(`
    insert into customers (id, external_id, name, search_text, ${baseColumns}) values ('cust_1', 'a', 'A', '', ${base});
    insert into subscriptions (id, customer_id, plan_id, currency, billing_period, subscription_status, start_date,
      ${baseColumns}) values ('subs_1', 'cust_1', 'plan_1', 'usd', 'MONTHLY', 'active', '2026-01-01', ${base});
    insert into line_items (id, subscription_id, customer_id, plan_id, price_id, display_name, start_date,
      commitment_type, commitment_amount, ${baseColumns})
      values ('line_1', 'subs_1', 'cust_1', 'plan_1', 'price_1', '', '2026-01-01', 'amount', '10', ${base})`);
  storeAt(migrations.length);
  expect(rows('select commitment_type, commitment_windowed from line_items')).toEqual([
    { commitment_type: 'amount', commitment_windowed: 0 },
  ]);
});

/** A customer of each status who sends events and is on a plan of one price; their numbers are their places from 1 on. */
function chargedCustomers(statuses: readonly string[]) {
  sqlite.exec(`${environment}; ${plan}`);
  for (const [place, status] of statuses.entries()) {
    const number = place + 1;
    addPrice(number);
    sqlite.exec(`
      insert into meters (id, name, event_name, aggregation, filters, reset_usage, search_text, ${baseColumns})
        values ('meter_${number}', 'M', 'call', '{"type":"COUNT"}', '[]', 'BILLING_PERIOD', '', ${base});
      insert into customers (id, external_id, name, search_text, status, ${baseColumns})
        values ('cust_${number}', 'c${number}', 'C', '', '${status}', ${base});
      insert into subscriptions (id, customer_id, plan_id, currency, billing_period, subscription_status, start_date, ${baseColumns})
        values ('subs_${number}', 'cust_${number}', 'plan_1', 'usd', 'MONTHLY', 'active', '2026-01-01T00:00:00.000Z', ${base});
      update prices set type = 'USAGE', meter_id = 'meter_${number}' where number = ${number};
      insert into line_items (id, subscription_id, customer_id, plan_id, price_id, meter_id, display_name, start_date, ${baseColumns})
        values ('li_${number}', 'subs_${number}', 'cust_${number}', 'plan_1', 'price_${number}', 'meter_${number}', '',
          '2026-01-01T00:00:00.000Z', ${base});
      insert into event_customers (number, environment_id, external_id) values (${number}, 'env_1', 'c${number}')`);
  }
}

test('0014: what charged a customer that is archived is built anew, and only that', () => {
  const version = migrations.findIndex(({ name }) => name.startsWith('0014')) + 1;
  storeAt(version - 1);
  chargedCustomers(['archived', 'published']);
  for (const number of [1, 2]) {
    sqlite.exec(
      `insert into priced_spans (meter, first_day, end_day, price, cost) values (${number}, 0, 30, ${number}, '1')`,
    );
  }
  expect(rows('select price from charge_windows')).toEqual([{ price: 2 }]);
  storeAt(version);
  expect(rows('select price from charge_windows order by 1')).toEqual([{ price: 1 }, { price: 2 }]);
  expect(rows('select meter from usage_to_rebuild')).toEqual([{ meter: 1 }]);
  expect(rows('select price from priced_spans')).toEqual([{ price: 2 }]);
});

test('0016: whom a price charges is kept until any of its line items change', () => {
  storeAt(migrations.length);
  sqlite.exec(`
    insert into charge_windows (line_item, price, meter, customer, start, end) values (1, 1, 1, 1, 0, 9), (2, 2, 1, 1, 0, 9);
    insert into charge_columns (price, windows) values (1, x'00'), (2, x'00');
    insert into charge_windows (line_item, price, meter, customer, start, end) values (3, 2, 1, 2, 0, 9)`);
  expect(rows('select price from charge_columns')).toEqual([{ price: 1 }]);
  sqlite.exec('delete from charge_windows where line_item = 1');
  expect(rows('select price from charge_columns')).toEqual([]);
});

test('0020: days that are kept stay; whom prices charge is put together anew', () => {
  const version = migrations.findIndex(({ name }) => name.startsWith('0020')) + 1;
  storeAt(version - 1);
  sqlite.exec(`
    insert into usage_fact_days (meter, day, fact, usage) values (1, 20000, 1, x'01'), (1, 20001, 1, null);
    insert into charge_columns (price, windows) values (1, x'00')`);
  const days = rows('select * from usage_fact_days order by day');
  storeAt(version);
  expect(rows('select * from usage_fact_days order by day')).toEqual(days);
  expect(rows('select * from charge_columns')).toEqual([]);
  expect(() => sqlite.exec("insert into usage_fact_days values (1, 20000, 1, x'02')")).toThrow(/UNIQUE/);
});

test('0021: what charges the customers of a store stays', () => {
  const version = migrations.findIndex(({ name }) => name.startsWith('0021')) + 1;
  storeAt(version - 1);
  chargedCustomers(['published']);
  const before = rows('select * from charge_windows');
  expect(before).toMatchObject([{ price: 1, customer: 1 }]);
  storeAt(version);
  expect(rows('select * from charge_windows')).toEqual(before);
  expect(rows('select line_item, price, meter, customer, start, end from charge_windows_now')).toEqual(before);
});

test('0022: the record of how a row came stays when what both sides have of it moves on or is forgotten', () => {
  storeAt(migrations.findIndex(({ name }) => name.startsWith('0022')) + 1);
  sqlite.exec(`${environment};
    insert into connections (number, id, environment_id, base_url, created_at, updated_at)
      values (1, 'connection_1', 'env_1', 'http://127.0.0.1', '', '');`);
  for (const id of ['moves', 'goes', 'stays']) {
    sqlite.exec(`
      insert into changes (environment_id, entity, entity_id, kind, fields, origin, at)
        values ('env_1', 'plan', '${id}', 'create', '[]', 'sync', ''), ('env_1', 'plan', '${id}', 'update', '{}', 'app', '');
      insert into synced_rows (connection, entity, local_id, remote_id, base, is_recorded)
        values (1, 'plan', '${id}', '${id}', '{"name":"${id}"}', 1)`);
  }
  sqlite.exec(`update synced_rows set etag = 'x', base = base;
    update synced_rows set base = null where local_id = 'moves';
    update synced_rows set base = '{"name":"again"}' where local_id = 'moves';
    delete from synced_rows where local_id = 'goes'`);
  expect(rows("select entity_id, fields from changes where kind = 'create'")).toEqual([
    { entity_id: 'moves', fields: '[{"name":"moves"}]' },
    { entity_id: 'goes', fields: '[{"name":"goes"}]' },
    { entity_id: 'stays', fields: '[]' },
  ]);
  expect(rows("select distinct fields from changes where kind = 'update'")).toEqual([{ fields: '{}' }]);
  expect(rows('select local_id, is_recorded from synced_rows')).toEqual([
    { local_id: 'moves', is_recorded: 0 },
    { local_id: 'stays', is_recorded: 1 },
  ]);
});

test('0023: open conflicts stay as they are, undecided', () => {
  const version = migrations.findIndex(({ name }) => name.startsWith('0023')) + 1;
  storeAt(version - 1);
  sqlite.exec(`${environment};
    insert into connections (number, id, environment_id, base_url, created_at, updated_at)
      values (1, 'connection_1', 'env_1', 'http://127.0.0.1', '', '');
    insert into conflicts (connection, entity, local_id, kind, opened_at) values (1, 'plan', 'plan_1', 'field', '')`);
  const before = rows('select * from conflicts');
  storeAt(version);
  expect(rows('select * from conflicts')).toEqual(before.map((row) => ({ ...(row as object), decision: null })));
});

test('0024: customers on a plan have a number and what charges them before any event names them', () => {
  const version = migrations.findIndex(({ name }) => name.startsWith('0024')) + 1;
  storeAt(version - 1);
  chargedCustomers(['published', 'archived']);
  sqlite.exec(`delete from event_customers where external_id = 'c1';
    insert into charge_windows (line_item, price, meter, customer, start, end) select * from charge_windows_now`);
  storeAt(version);
  const names = () => rows('select external_id, is_awaited from event_customers order by 1');
  const charged = 'select w.price, c.external_id from charge_windows w join event_customers c on c.number = w.customer';
  expect(names()).toEqual([
    { external_id: 'c1', is_awaited: 1 },
    { external_id: 'c2', is_awaited: 0 },
  ]);
  expect(rows(`${charged} order by 1`)).toEqual([
    { price: 1, external_id: 'c1' },
    { price: 2, external_id: 'c2' },
  ]);
  // One that goes by another external id from now on is awaited under that one, unless nothing charges it.
  sqlite.exec(`update customers set external_id = 'new' where id = 'cust_1';
    insert into customers (id, external_id, name, search_text, ${baseColumns})
      values ('cust_3', 'c3', 'C', '', ${base});
    update customers set external_id = 'c4' where id = 'cust_3'`);
  expect(names()).toContainEqual({ external_id: 'new', is_awaited: 1 });
  expect(names()).toHaveLength(3);
  expect(rows(`${charged} where w.price = 1`)).toEqual([{ price: 1, external_id: 'new' }]);
});

test('0026 event places: every event is found by its id', () => {
  storeAt(23);
  sqlite.exec(environment);
  const add = sqlite.prepare(
    "insert into events (event_name, timestamp, event_id, customer, source, properties, environment, ingested_at) values (?, ?, ?, 1, 1, '{}', ?, 0)",
  );
  add.run(1, 5, 'a', 1);
  add.run(1, 5, 'b', 1);
  add.run(2, 9, 'a', 2);
  storeAt(24);
  expect(rows('select * from event_places order by event_name, timestamp, key')).toEqual(
    [
      { key: keyOfEventId(1, 'a'), event_name: 1, timestamp: 5, events: 1 },
      { key: keyOfEventId(1, 'b'), event_name: 1, timestamp: 5, events: 1 },
      { key: keyOfEventId(2, 'a'), event_name: 2, timestamp: 9, events: 1 },
    ].sort((a, b) => a.event_name - b.event_name || a.key - b.key),
  );
  expect(rows('select * from event_places_new')).toEqual([]);
});
