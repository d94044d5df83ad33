import { afterEach, expect, test } from 'vitest';
import { type TestPull, testPull } from '../pull/test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

const april = '2026-04-01T00:00:00.000Z';
const may = '2026-05-01T00:00:00.000Z';

/** A pulled charge that a customer has since April, committed to an amount. */
async function committed() {
  pulled = testPull();
  const { core, remote, pull, idOf } = pulled;
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan' });
  remote.put('price', { id: 'r-price' });
  await pull();
  const customer = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    customer_id: customer.id,
    plan_id: idOf('plan', 'r-plan'),
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: april,
    line_item_commitments: { [idOf('price', 'r-price')]: { commitment_amount: '100', overage_factor: '2' } },
  });
  return idOf('price', 'r-price');
}

async function recreate() {
  const { core } = pulled;
  const [conflict] = (await core.call('conflict.list', {})).items;
  expect(conflict?.kind).toBe('gone_there');
  await core.call('conflict.resolve', { items: [{ number: conflict?.number ?? 0, choice: 'recreate' }] });
}

const items = () =>
  pulled.core.store.sqlite
    .prepare(
      `select start_date, end_date, commitment_amount from line_items
       where start_date is not end_date order by start_date`,
    )
    .all();

test.each(['details', 'terms'] as const)(
  'a charge that ended there and goes on anew after an edit of its %s keeps what customers are committed to',
  async (edited) => {
    const id = await committed();
    const { core, remote, pull } = pulled;
    const terms = { billing_model: 'FLAT_FEE', amount: '9', effective_from: '2026-05-20T00:00:00.000Z' } as const;
    await core.call('price.update', { id, ...(edited === 'terms' ? terms : { description: 'Mine' }) });
    remote.put('price', { id: 'r-price', end_date: may });
    await pull();
    await recreate();
    const start_date = edited === 'terms' ? terms.effective_from : may;
    expect(items()).toEqual([
      { start_date: april, end_date: may, commitment_amount: '100' },
      { start_date, end_date: null, commitment_amount: '100' },
    ]);
  },
);

test('several versions of a price that ended there go on anew, one after the other', async () => {
  const id = await committed();
  const { core, remote, pull } = pulled;
  const [june, july] = ['2026-06-20T00:00:00.000Z', '2026-07-20T00:00:00.000Z'];
  const terms = { billing_model: 'FLAT_FEE' } as const;
  const first = await core.call('price.update', { id, ...terms, amount: '9', effective_from: june });
  await core.call('price.update', { id: first.id, ...terms, amount: '10', effective_from: july });
  remote.put('price', { id: 'r-price', end_date: may });
  await pull();
  await recreate();
  expect(items()).toEqual([
    { start_date: april, end_date: may, commitment_amount: '100' },
    { start_date: june, end_date: july, commitment_amount: '100' },
    { start_date: july, end_date: null, commitment_amount: '100' },
  ]);
});

test.each([
  ['as it was made', null],
  ['with terms to come', { billing_model: 'FLAT_FEE', amount: '9', effective_from: '2026-12-20T00:00:00.000Z' }],
] as const)('so does one that the server never had, whose feature is made anew, %s', async (_name, terms) => {
  await committed();
  const { core, remote, pull, idOf } = pulled;
  const sent = await core.call('price.get', { id: idOf('price', 'r-price') });
  const { entity_id, meter_id, currency, billing_period, invoice_cadence } = sent;
  const { id } = await core.call('price.create', {
    ...{ entity_type: 'PLAN', type: 'USAGE', billing_model: 'FLAT_FEE', amount: '3', display_name: 'New' },
    ...{ entity_id, meter_id, currency, billing_period, invoice_cadence, start_date: april },
  } as Parameters<typeof core.call<'price.create'>>[1]);
  core.store.sqlite
    .prepare(
      `update line_items set commitment_amount = '55', commitment_type = 'amount', quantity = '1' where price_id = ?`,
    )
    .run(id);
  if (terms) await core.call('price.update', { id, ...terms });
  remote.put('feature', { id: 'r-feature', status: 'archived' });
  await core.call('feature.update', { id: idOf('feature', 'r-feature'), name: 'Mine' });
  await pull();
  await recreate();
  const committedTo = core.store.sqlite
    .prepare(
      `select commitment_amount from line_items join prices on prices.id = price_id
       where prices.display_name = 'New' and line_items.start_date is not line_items.end_date`,
    )
    .pluck()
    .all();
  expect(committedTo).toEqual(terms ? ['55', '55'] : ['55']);
});

test('so does one whose feature is made anew', async () => {
  await committed();
  const { core, remote, pull, idOf } = pulled;
  const filters = [{ key: 'region', values: ['eu'] }];
  await core.call('feature.update', { id: idOf('feature', 'r-feature'), filters });
  remote.put('feature', { id: 'r-feature', status: 'archived' });
  await pull();
  await recreate();
  const now = new Date(core.clock.now()).toISOString();
  expect(items()).toEqual([
    { start_date: april, end_date: now, commitment_amount: '100' },
    { start_date: now, end_date: null, commitment_amount: '100' },
  ]);
});
