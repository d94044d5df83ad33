import { afterEach, expect, test } from 'vitest';
import { type TestPull, testPull } from './test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

const history = async () => (await pulled.core.call('change.history', {})).edits;

test('what came from a server is in the history as such, a new version by the terms it changed', async () => {
  pulled = testPull();
  const { remote, pull } = pulled;
  remote.put('group', { id: 'r-group' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan', name: 'Base' });
  remote.put('price', { id: 'r-price', display_name: 'Seat' });
  remote.put('price', { id: 'r-other', display_name: 'Desk', lookup_key: 'desk' });
  await pull();
  const [prices, plans] = (await history()).filter(({ entity }) => entity === 'price' || entity === 'plan');
  expect(prices).toMatchObject({ entity: 'price', kind: 'create', origin: 'sync', count: 2 });
  expect(prices?.rows.map(({ name, of }) => [name, of])).toEqual(
    expect.arrayContaining([
      ['Seat', 'Base'],
      ['Desk', 'Base'],
    ]),
  );
  // What it came as is kept with its link as long as it is as there.
  expect(prices?.rows[0]?.fields).toMatchObject({ amount: { from: null, to: '0.01' } });
  expect(plans).toMatchObject({ entity: 'plan', origin: 'sync', rows: [{ name: 'Base' }] });

  remote.version('r-price', { id: 'r-next', amount: '0.02' }, '2026-05-01T00:00:00.000Z');
  await pull();
  const version = (await history()).find(({ kind }) => kind === 'version');
  expect(version).toMatchObject({
    origin: 'sync',
    count: 1,
    rows: [{ name: 'Seat', of: 'Base', fields: { amount: { from: '0.01', to: '0.02' } } }],
  });
  expect(Object.keys(version?.rows[0]?.fields ?? {}).sort()).toEqual(['amount', 'start_date']);
});
