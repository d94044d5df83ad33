import { afterEach, expect, test } from 'vitest';
import { write } from '../../store/write';
import { sendCatalog, type TestPush, testPush } from '../push/test-push';
import { openConflict } from './open-conflict';

let pushed: TestPush;
afterEach(() => pushed.core.close());

/** The answer to an edit got lost, and then both sides were found to have given the name another value. */
async function conflictOfUnknownFate() {
  pushed = testPush();
  const { plan } = await sendCatalog(pushed);
  const { core, remote, deps, connection } = pushed;
  const { send } = remote.api;
  remote.api.send = async (request) =>
    request.method === 'PUT' ? { kind: 'broken', message: 'The answer was cut off.' } : send(request);
  await core.call('plan.update', { id: plan.id, description: 'Mine', name: 'Mine' });
  await pushed.push();
  remote.api.send = send;
  expect(pushed.pending()).toEqual(['plan update uncertain']);
  await write(deps, { environment_id: core.environment_id, caller: 'sync' }, async (tx) =>
    openConflict(tx, connection().number, {
      ...{ entity: 'plan', id: plan.id, kind: 'field', field: 'name' },
      ...{ base: 'Base Plan', mine: 'Mine', theirs: 'Base Plan' },
    }),
  );
  expect(pushed.pending()).toEqual(['plan update conflict']);
  const [conflict] = (await core.call('conflict.list', {})).items;
  core.clock.advance(60_000);
  return { core, remote, plan, number: conflict?.number ?? 0 };
}

test.each(['theirs', 'mine'] as const)(
  'once its conflict is decided (%s), what became of the request before is looked for',
  async (choice) => {
    const { core, remote, plan, number } = await conflictOfUnknownFate();
    await core.call('conflict.resolve', { items: [{ number, choice }] });
    expect(pushed.pending()).toEqual(['plan update uncertain']);
    await pushed.push();
    expect(pushed.pending()).toEqual([]);
    const name = choice === 'mine' ? 'Mine' : 'Base Plan';
    expect(remote.rows.plans[0]).toMatchObject({ name, description: 'Mine' });
    expect(await core.call('plan.get', { id: plan.id })).toMatchObject({ name, description: 'Mine' });
  },
);

test('an edit taken back while its conflict was decided leaves nothing once the request is found', async () => {
  const { core, plan, number } = await conflictOfUnknownFate();
  await core.call('plan.update', { id: plan.id, description: '' });
  await core.call('conflict.resolve', { items: [{ number, choice: 'theirs' }] });
  expect(pushed.pending()).toEqual(['plan update uncertain']);
  await pushed.push();
  expect(pushed.pending()).toEqual([]);
});

test('terms of a charge that has its next version are those of the server: there is no from now on for it', async () => {
  pushed = testPush();
  const { price } = await sendCatalog(pushed);
  const { core, deps, connection } = pushed;
  const next = await core.call('price.update', { id: price.id, amount: '7' });
  await write(deps, { environment_id: core.environment_id, caller: 'sync' }, async (tx) =>
    openConflict(tx, connection().number, {
      ...{ entity: 'price', id: price.id, kind: 'field', field: 'amount' },
      ...{ base: null, mine: price.amount, theirs: '12' },
    }),
  );
  const [conflict] = (await core.call('conflict.list', {})).items;
  expect(conflict?.choices).toEqual(['theirs']);
  const number = conflict?.number ?? 0;
  const refused = core.call('conflict.resolve', { items: [{ number, choice: 'mine' }] });
  await expect(refused).rejects.toThrow('This cannot be decided so.');
  await core.call('conflict.resolve', { items: [{ number, choice: 'theirs' }] });
  expect((await core.call('price.get', { id: price.id })).amount).toBe('12');
  expect((await core.call('price.get', { id: next.id })).amount).toBe('7');
});
