import { afterEach, expect, test } from 'vitest';
import { type TestPull, testPull } from '../pull/test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

const filters = [{ key: 'region', values: ['eu'] }];

/** A feature with a charge, given a filter here and archived there with its meter. */
async function goneFeature() {
  pulled = testPull(['clear_text_fields']);
  const { remote, core, pull, idOf } = pulled;
  remote.put('plan', { id: 'r-plan' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('price', { id: 'r-price' });
  await pull();
  await core.call('feature.update', { id: idOf('feature', 'r-feature'), filters });
  return { old: idOf('feature', 'r-feature'), charge: idOf('price', 'r-price') };
}

async function archiveThere() {
  pulled.remote.put('feature', { id: 'r-feature', status: 'archived' });
  await pulled.pull();
}

async function recreate() {
  const { core } = pulled;
  const [conflict] = (await core.call('conflict.list', {})).items;
  expect(conflict).toMatchObject({ kind: 'gone_there', entity: 'feature' });
  await core.call('conflict.resolve', { items: [{ number: conflict?.number ?? 0, choice: 'recreate' }] });
}

const features = async () => (await pulled.core.call('feature.search', { order: 'asc', expand: 'meters' })).items;
const prices = async () => (await pulled.core.call('price.search', { allow_expired_prices: true, order: 'asc' })).items;

/** What is to be made, with what each request brings along. */
async function requests() {
  const { items } = await pulled.core.call('pending.list', {});
  const details = await Promise.all(items.map(({ entity, id }) => pulled.core.call('pending.get', { entity, id })));
  return details.flatMap((one) => one.requests.map(({ method, path, body }) => ({ method, path, body })));
}

test('a feature made anew has a meter of its own: that of the one that is gone counts nothing more', async () => {
  const { old } = await goneFeature();
  await archiveThere();
  await recreate();
  const [before, after] = await features();
  expect(before).toMatchObject({ id: old, status: 'archived', meter: { status: 'archived', filters: [] } });
  expect(after).toMatchObject({ name: 'Tokens', lookup_key: 'tokens', status: 'published', meter: { filters } });
  expect(after?.meter_id).not.toBe(before?.meter_id);
  expect((await requests())[0]).toMatchObject({
    method: 'POST',
    path: '/features',
    body: { lookup_key: 'tokens', meter: { event_name: 'tokens', filters } },
  });
});

test('its charges end now and go on with the new meter, with the terms that were still to be sent', async () => {
  const { charge } = await goneFeature();
  const { core } = pulled;
  core.clock.advance(1000);
  const effective_from = '2027-01-01T00:00:00.000Z';
  await core.call('price.update', { id: charge, billing_model: 'FLAT_FEE', amount: '0.02', effective_from });
  await archiveThere();
  core.clock.advance(1000);
  await recreate();
  const meter_id = (await features())[1]?.meter_id ?? '';
  const now = new Date(core.clock.now()).toISOString();
  expect(await prices()).toMatchObject([
    { id: charge, amount: '0.01', end_date: now },
    { meter_id, amount: '0.01', lookup_key: 'tokens', start_date: now, end_date: effective_from },
    { meter_id, amount: '0.02', lookup_key: 'tokens', start_date: effective_from, end_date: null },
  ]);
  expect(pulled.pending()).toMatchObject([
    expect.stringMatching(/^feature create ready/),
    'price end ready: end_date',
    expect.stringMatching(/^price create ready/),
    expect.stringMatching(/^price version ready/),
  ]);
});

test('a charge that the server has not heard of takes the new meter, and one that is over keeps the old', async () => {
  const { charge } = await goneFeature();
  const { core } = pulled;
  const { plan, meter, ...rest } = await core.call('price.get', { id: charge });
  const { entity_id, meter_id, currency, billing_period, invoice_cadence } = rest;
  const terms = { entity_type: 'PLAN', type: 'USAGE', billing_model: 'FLAT_FEE', amount: '3' } as const;
  const own = { ...terms, entity_id, meter_id, currency, billing_period, invoice_cadence, display_name: 'New' };
  await core.call('price.create', own as Parameters<typeof core.call<'price.create'>>[1]);
  core.clock.advance(1000);
  await core.call('price.terminate', { id: charge });
  await archiveThere();
  core.clock.advance(1000);
  await recreate();
  expect(
    (await prices()).map(({ display_name, end_date, meter_id: of }) => [
      display_name,
      end_date === null,
      of === meter_id,
    ]),
  ).toEqual([
    ['Tokens', false, true],
    ['New', true, false],
  ]);
});
