import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { write } from '../../store/write';
import { idMap } from '../remote/id-map';
import { type RemoteRow, readRemoteRow } from '../remote/remote-rows';
import { takingRows } from './apply-rows';
import { noteApplied } from './note-applied';
import { type TestPull, testPull } from './test-pull';

/** What somebody does on the server, or here, between two looks at it. */
const anyStep = fc.oneof(
  fc.record({ there: fc.constantFrom('rename', 'price', 'version', 'end', 'detail', 'group', 'ungroup', 'archive') }),
  fc.record({ here: fc.constantFrom('rename', 'version', 'end', 'detail', 'group') }),
);
const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 8 });

interface Delivery {
  entity: SyncedEntity;
  row: RemoteRow;
}

/** A catalog that both know, and then steps on both sides; answers the server's rows as they are in the end. */
async function play(pulled: TestPull, steps: readonly { there?: string; here?: string }[]): Promise<Delivery[]> {
  const { core, remote, pull, idOf } = pulled;
  remote.put('group', { id: 'r-group' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan', metadata: { a: '1' } });
  remote.put('price', { id: 'r-price', group_id: 'r-group' });
  await pull();
  const customer = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    customer_id: customer.id,
    plan_id: idOf('plan', 'r-plan'),
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-04-01T00:00:00.000Z',
  });
  await core.call('event.ingest', {
    event_name: 'tokens',
    external_customer_id: 'acme',
    timestamp: '2026-05-10T12:00:00.000Z',
    properties: { n: 10 },
  });
  let live = 'r-price';
  let mine = idOf('price', 'r-price');
  const isOpen = () => !remote.rows.price.get(live)?.end_date;
  for (const [at, { there, here }] of steps.entries()) {
    core.clock.advance(60_000);
    const name = `Name ${at}`;
    const day = `2026-05-${String(at + 2).padStart(2, '0')}T00:00:00.000Z`;
    if (there === 'rename') remote.put('plan', { id: 'r-plan', name, metadata: { a: String(at) } });
    if (there === 'price') remote.put('price', { id: `r-price-${at}`, lookup_key: `price-${at}`, group_id: '' });
    if (there === 'detail') remote.put('price', { id: live, description: name });
    if (there === 'end' && isOpen()) remote.put('price', { id: live, end_date: day });
    if (there === 'group') remote.put('group', { id: `r-group-${at}`, lookup_key: `group-${at}` });
    if (there === 'ungroup') remote.put('price', { id: live, group_id: '' });
    if (there === 'archive') remote.put('plan', { id: 'r-plan', status: 'archived' });
    if (there === 'version' && isOpen()) {
      remote.version(live, { id: `r-version-${at}`, amount: `0.0${at + 2}` }, day);
      live = `r-version-${at}`;
    }
    const price = await core.call('price.get', { id: mine });
    if (here === 'rename') await core.call('plan.update', { id: idOf('plan', 'r-plan'), name: `Mine ${at}` });
    if (here === 'detail') await core.call('price.update', { id: mine, description: `Mine ${at}` });
    if (here === 'group') await core.call('price.update', { id: mine, group_id: '' });
    if (here === 'end' && !price.end_date) await core.call('price.terminate', { id: mine });
    if (here === 'version' && !price.end_date) {
      mine = (await core.call('price.update', { id: mine, amount: `0.5${at}` })).id;
    }
  }
  return (['group', 'feature', 'plan', 'price'] as const).flatMap((entity) =>
    [...remote.rows[entity].values()].flatMap((wire) => {
      const read = readRemoteRow(entity, wire);
      return 'row' in read ? [{ entity, row: read.row }] : [];
    }),
  );
}

/** Delivers rows one transaction each, then those that waited for another until none moves any more. */
async function deliver({ deps, core, connection }: TestPull, deliveries: readonly Delivery[]): Promise<void> {
  const context = { environment_id: core.environment_id, caller: 'sync' };
  let left = deliveries;
  for (;;) {
    const waiting: Delivery[] = [];
    for (const delivery of left) {
      await takingRows((apply) =>
        write(deps, context, async (tx) => {
          const pull = { tx, connection: connection(), map: idMap(tx.sqlite, 1), run: null };
          const applied = await apply(pull, delivery.entity, [delivery.row]);
          noteApplied(pull, delivery.entity, applied);
          if (applied.some(({ what }) => what === 'waits')) waiting.push(delivery);
        }),
      );
    }
    if (waiting.length === left.length || waiting.length === 0) return;
    left = waiting;
  }
}

test('rows may come in any order and any number of times: the end is the same', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps, fc.infiniteStream(fc.nat()), async (steps, order) => {
      const ends: unknown[] = [];
      for (const isShuffled of [false, true]) {
        const pulled = testPull();
        try {
          const deliveries = await play(pulled, steps);
          const keyed = deliveries.map((delivery) => ({ delivery, by: isShuffled ? (order.next().value ?? 0) : 0 }));
          const inOrder = keyed.sort((a, b) => a.by - b.by).map(({ delivery }) => delivery);
          await deliver(pulled, inOrder);
          const end = pulled.state();
          await deliver(pulled, inOrder);
          expect(pulled.state()).toEqual(end);
          ends.push(end);
        } finally {
          await pulled.core.close();
        }
      }
      expect(ends[1]).toEqual(ends[0]);
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('a row that is looked at again because of its version has its own group, which the version left', async () => {
  const pulled = testPull();
  await deliver(pulled, await play(pulled, [{ there: 'version' }, { there: 'ungroup' }, { here: 'detail' }]));
  expect(pulled.core.store.sqlite.prepare('select * from sync_waiting').all()).toEqual([]);
  await pulled.core.close();
});
