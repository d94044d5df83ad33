import { beforeEach, expect, test } from 'vitest';
import { type TestPull, testPull } from '../pull/test-pull';

let pulled: TestPull;
beforeEach(async () => {
  pulled = testPull();
  pulled.remote.put('feature', { id: 'r-feature' });
  pulled.remote.put('plan', { id: 'r-plan' });
  pulled.remote.put('price', { id: 'r-price', amount: '1' });
  await pulled.pull();
  return () => pulled.core.close();
});

const [may, june, july] = ['05', '06', '07'].map((month) => `2026-${month}-20T00:00:00.000Z`) as [
  string,
  string,
  string,
];

/** New terms of mine from June, and of theirs from May. */
async function meet(theirs: object) {
  const { core, remote, pull, idOf } = pulled;
  const terms = { billing_model: 'FLAT_FEE', amount: '9', effective_from: june } as const;
  await core.call('price.update', { id: idOf('price', 'r-price'), ...terms });
  remote.version('r-price', { id: 'r-next', amount: '7', ...theirs }, may);
  await pull();
}

async function decide(kind: string, choice: 'mine' | 'theirs' | 'recreate') {
  const { core } = pulled;
  const conflict = (await core.call('conflict.list', {})).items.find((item) => item.kind === kind);
  await core.call('conflict.resolve', { items: [{ number: conflict?.number ?? 0, choice }] });
}

/** Amount, start, end and, of a version, the amount it began with. */
const prices = () =>
  pulled.core.store.sqlite
    .prepare(
      `select amount, start_date, end_date, (select amount from prices root where root.id = prices.parent_price_id)
       from prices where start_date is not end_date order by start_date`,
    )
    .raw()
    .all();

test.each([
  ['mine', [[july, null]]],
  ['theirs', []],
] as const)('theirs has ended meanwhile: %s', async (choice, own) => {
  await meet({ end_date: july });
  await decide('versioned_there', choice);
  expect(prices().slice(1)).toEqual([['7', may, july, '1'], ...own.map(([start, end]) => ['9', start, end, null])]);
  expect(pulled.conflicts()).toEqual([]);
});

test.each([
  [
    'mine',
    [
      ['7', may, june, '1'],
      ['9', june, null, '1'],
    ],
  ],
  ['theirs', [['7', may, null, '1']]],
] as const)('its plan was made anew before that was decided: %s', async (choice, versions) => {
  const { core, remote, idOf } = pulled;
  await core.call('plan.update', { id: idOf('plan', 'r-plan'), description: 'Mine' });
  remote.put('plan', { id: 'r-plan', status: 'archived' });
  await meet({});
  expect(pulled.conflicts()).toEqual(['plan gone_there', 'price versioned_there']);
  await decide('gone_there', 'recreate');
  await decide('versioned_there', choice);
  expect(prices().slice(1)).toEqual(versions);
  expect(pulled.conflicts()).toEqual([]);
  // All of it is new to the server.
  const kinds = pulled.pending().map((line) => line.split(' ').slice(0, 2).join(' '));
  expect(kinds).toContain('plan create');
  expect(kinds).toContain('price create');
});
