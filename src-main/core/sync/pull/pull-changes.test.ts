import { afterEach, expect, test } from 'vitest';
import { type TestPull, testPull } from './test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

function catalog(extensions: readonly string[] = []): TestPull {
  pulled = testPull(extensions);
  const { remote } = pulled;
  remote.put('group', { id: 'r-group' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan', metadata: { team: 'core' } });
  remote.put('price', { id: 'r-price', group_id: 'r-group' });
  return pulled;
}

test.each([[[]], [['change_feed']]])('everything is taken over, parents first (%j)', async (extensions) => {
  const { core, pull, idOf, pending, conflicts, remote } = catalog(extensions);
  expect(await pull()).toMatchObject({ kind: 'done', received: 4, conflicts: 0, skipped: 0 });
  const price = await core.call('price.get', { id: idOf('price', 'r-price') });
  const wire = remote.rows.price.get('r-price');
  expect(price).toMatchObject({
    amount: '0.01',
    entity_id: idOf('plan', 'r-plan'),
    group_id: idOf('group', 'r-group'),
    meter_id: idOf('meter', 'r-meter'),
    created_at: wire?.created_at,
    updated_at: wire?.updated_at,
  });
  const feature = await core.call('feature.get', { id: idOf('feature', 'r-feature') });
  expect(feature.meter_id).toBe(price.meter_id);
  expect(pending()).toEqual([]);
  expect(conflicts()).toEqual([]);
  const before = pulled.state();
  expect(await pull()).toMatchObject({ kind: 'done', received: 0 });
  expect(pulled.state()).toEqual(before);
});

test.each([[[]], [['change_feed']]])(
  'what only they changed is taken, what only we did is kept (%j)',
  async (extensions) => {
    const { core, pull, idOf, pending, conflicts, remote } = catalog(extensions);
    await pull();
    const id = idOf('plan', 'r-plan');
    await core.call('plan.update', { id, description: 'Mine', metadata: { team: 'core', mine: '1' } });
    remote.put('plan', { id: 'r-plan', name: 'Basic', metadata: { team: 'web' } });
    expect(await pull()).toMatchObject({ kind: 'done', received: 1, conflicts: 0 });
    expect(await core.call('plan.get', { id })).toMatchObject({
      name: 'Basic',
      description: 'Mine',
      metadata: { team: 'web', mine: '1' },
    });
    expect(pending()).toEqual(['plan update ready: description, metadata']);
    expect(conflicts()).toEqual([]);
  },
);

test('a field that both changed is a conflict until one side gives in; the value here stays', async () => {
  const { core, pull, idOf, pending, conflicts, remote } = catalog();
  await pull();
  const id = idOf('plan', 'r-plan');
  await core.call('plan.update', { id, name: 'Mine' });
  remote.put('plan', { id: 'r-plan', name: 'Theirs', description: 'New' });
  expect(await pull()).toMatchObject({ conflicts: 1 });
  expect(await core.call('plan.get', { id })).toMatchObject({ name: 'Mine', description: 'New' });
  expect(conflicts()).toEqual(['plan field name']);
  expect(pending()).toEqual(['plan update conflict: name']);
  const before = pulled.state();
  await pull();
  expect(pulled.state()).toEqual(before);

  remote.put('plan', { id: 'r-plan', description: 'Newer' });
  await pull();
  expect(conflicts()).toEqual(['plan field name']);
  remote.put('plan', { id: 'r-plan', name: 'Mine' });
  await pull();
  expect(conflicts()).toEqual([]);
  expect(pending()).toEqual([]);
});

test('a conflict ends when they go back to what it was: ours is sent then', async () => {
  const { core, pull, idOf, pending, conflicts, remote } = catalog();
  await pull();
  await core.call('plan.update', { id: idOf('plan', 'r-plan'), name: 'Mine' });
  remote.put('plan', { id: 'r-plan', name: 'Theirs' });
  await pull();
  remote.put('plan', { id: 'r-plan', name: 'Base' });
  await pull();
  expect(conflicts()).toEqual([]);
  expect(pending()).toEqual(['plan update ready: name']);
});

test.each(['name', 'metadata'])(
  'going back here to what it was before a conflict decides nothing (%s)',
  async (field) => {
    const { core, pull, idOf, pending, conflicts, remote } = catalog();
    const value = (text: string) => ({ [field]: field === 'name' ? text : { team: text } });
    remote.put('plan', { id: 'r-plan', ...value('Before') });
    await pull();
    const id = idOf('plan', 'r-plan');
    await core.call('plan.update', { id, ...value('Mine') });
    remote.put('plan', { id: 'r-plan', ...value('Theirs') });
    await pull();
    const opened = conflicts();
    await core.call('plan.update', { id, ...value('Before') });
    remote.put('plan', { id: 'r-plan', description: 'New' });
    await pull();
    expect(await core.call('plan.get', { id })).toMatchObject({ ...value('Before'), description: 'New' });
    expect([conflicts(), pending()]).toEqual([opened, [`plan update conflict: ${field}`]]);
  },
);

test('a read that is older than what both sides had is ignored', async () => {
  const { core, pull, idOf, pending, remote } = catalog();
  const old = { ...remote.put('plan', { id: 'r-plan', name: 'Old' }) };
  remote.put('plan', { id: 'r-plan', name: 'New' });
  await pull();
  remote.rows.plan.set('r-plan', old);
  await pull();
  expect(await core.call('plan.get', { id: idOf('plan', 'r-plan') })).toMatchObject({ name: 'New' });
  expect(pending()).toEqual([]);
});

test.each(['group', 'price'] as const)(
  'a late read does not bring a %s back that was ended here and there',
  async (entity) => {
    const { core, pull, idOf, pending, conflicts, remote } = catalog();
    await pull();
    const id = idOf(entity, `r-${entity}`);
    if (entity === 'group') await core.call('group.delete', { id });
    else await core.call('price.terminate', { id });
    // The server's answer has been that it is done, and not when.
    const there =
      "case entity when 'group' then json_set(base, '$.status', 'archived') else json_set(base, '$.end_date', ?) end";
    core.store.sqlite
      .prepare(`update synced_rows set base = ${there} where local_id = ?`)
      .run('2026-06-01T00:00:00.000Z', id);
    remote.put(entity, { id: `r-${entity}`, name: 'Late', display_name: 'Late' });
    await pull();
    const status = entity === 'group' ? { status: 'archived' } : { end_date: '2026-06-01T00:00:00.000Z' };
    expect(await core.call(`${entity}.get`, { id })).toMatchObject(status);
    expect([conflicts(), pending()]).toMatchObject([[], expect.anything()]);
  },
);

test('a price that was put into a group there which was archived here meanwhile is in none', async () => {
  const { core, pull, idOf, pending, conflicts, remote } = catalog();
  await pull();
  const id = idOf('group', 'r-group');
  await core.call('price.update', { id: idOf('price', 'r-price'), group_id: '' });
  remote.put('price', { id: 'r-price', group_id: null });
  await pull();
  await core.call('group.delete', { id });
  remote.put('price', { id: 'r-price', group_id: 'r-group' });
  await pull();
  expect(await core.call('price.get', { id: idOf('price', 'r-price') })).toMatchObject({ group_id: null });
  expect(conflicts()).toEqual([]);
  expect(pending()).toEqual(['group archive ready: status', 'price update ready: group_id']);
});

test('a price that the server took out of a group archived here goes where it was put here', async () => {
  pulled = testPull();
  const { core, remote, pull, idOf, pending, conflicts } = pulled;
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan' });
  for (const id of ['r-group', 'r-kept']) remote.put('group', { id, name: id, lookup_key: id });
  for (const id of ['r-price', 'r-other'])
    remote.put('price', { id, lookup_key: id, group_id: id === 'r-price' ? 'r-group' : 'r-kept' });
  await pull();
  const other = await core.call('group.create', { name: 'Other', lookup_key: 'other', entity_type: 'price' });
  await core.call('group.delete', { id: idOf('group', 'r-group') ?? '' });
  for (const id of ['r-price', 'r-other']) {
    await core.call('price.update', { id: idOf('price', id) ?? '', group_id: other.id });
    remote.put('price', { id, group_id: null });
  }
  await pull();
  // Somebody took the second one out of a group that is still there.
  expect(conflicts()).toEqual(['price field group_id']);
  expect(pending().filter((line) => line.startsWith('price'))).toEqual([
    'price update ready: group_id',
    'price update conflict: group_id',
  ]);
});

test('a feature that was archived there before it was first seen counts what is here already, and nothing more', async () => {
  pulled = testPull();
  const { core, remote, pull } = pulled;
  const event = { event_name: 'tokens', external_customer_id: 'acme', properties: { n: 10 } };
  await core.call('event.ingest', { ...event, timestamp: '2026-05-10T12:00:00.000Z' });
  remote.put('feature', { id: 'r-feature', status: 'archived' });
  await pull();
  core.clock.advance(1000);
  await core.call('event.ingest', { ...event, timestamp: '2026-05-11T12:00:00.000Z' });
  const [feature] = (await core.call('feature.search', { expand: 'meters' })).items;
  expect(feature).toMatchObject({ status: 'archived', meter: { status: 'archived' } });
  const counted = core.store.sqlite.prepare('select sum(event_count) from usage_day_totals').pluck();
  expect(counted.get()).toBe(1);
});
