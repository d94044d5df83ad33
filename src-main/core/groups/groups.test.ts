import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countChanges, lastChange, testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

const create = (name: string, lookup_key = `key-${name}`) =>
  core.call('group.create', { name, entity_type: 'price', lookup_key });

describe('create', () => {
  test('answers the group as the wire shows it', async () => {
    const group = await create('Tokens', 'tokens');
    expect(group).toMatchObject({
      name: 'Tokens',
      lookup_key: 'tokens',
      entity_type: 'price',
      entity_ids: [],
      status: 'published',
      metadata: null,
      created_at: '2026-06-01T00:00:00.000Z',
      member_count: 0,
    });
    expect(group.id).toMatch(/^group_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(lastChange(core)).toMatchObject({ entity: 'group', entity_id: group.id, kind: 'create' });
    expect(core.events).toEqual([{ type: 'changed', environment_id: core.environment_id, topics: ['group'] }]);
  });

  test.each([
    [{ entity_type: 'price', lookup_key: 'k' }, 'name'],
    [{ name: '', entity_type: 'price', lookup_key: 'k' }, 'name'],
    [{ name: 'n', lookup_key: 'k' }, 'entity_type'],
    [{ name: 'n', entity_type: 'price' }, 'lookup_key'],
    [{ name: 'n', entity_type: 'price', lookup_key: '' }, 'lookup_key'],
    [{ name: 'n', entity_type: 'price', lookup_key: 7 }, 'lookup_key'],
    [{ name: 'n'.repeat(256), entity_type: 'price', lookup_key: 'k' }, 'name'],
  ])('%j fails validation at %s', async (input, field) => {
    const error = await core.fail('group.create', input);
    expect(error).toMatchObject({ code: 'validation_error', message: 'Request validation failed', field });
    expect(error.details).toHaveProperty(field);
    expect(countChanges(core)).toBe(0);
  });

  test.each(['PRICE', 'plan', 'feature'])('entity type %s is not supported', async (entity_type) => {
    expect(await core.fail('group.create', { name: 'n', entity_type, lookup_key: 'k' })).toMatchObject({
      code: 'validation_error',
      message: `Unsupported entity type: ${entity_type}`,
      field: 'entity_type',
      details: { allowed_types: ['price'] },
    });
  });

  test('a taken lookup key names the other group', async () => {
    const other = await create('Tokens', 'tokens');
    expect(await core.fail('group.create', { name: 'n', entity_type: 'price', lookup_key: 'tokens' })).toMatchObject({
      code: 'already_exists',
      field: 'lookup_key',
      details: { lookup_key: 'tokens', group_id: other.id, group_name: 'Tokens' },
    });
  });

  test('names may repeat, keys differ by case, and a deleted group frees its key', async () => {
    const first = await create('Tokens', 'tokens');
    await create('Tokens', 'Tokens');
    await core.call('group.delete', { id: first.id });
    expect((await create('Tokens', 'tokens')).id).not.toBe(first.id);
  });

  test('the other environment has its own keys', async () => {
    await create('Tokens', 'tokens');
    const { items } = await core.call('environment.list', {});
    const reply = await core.app.call(
      'group.create',
      { name: 'n', entity_type: 'price', lookup_key: 'tokens' },
      { environment_id: items[1]?.id ?? '' },
    );
    expect(reply.ok).toBe(true);
    expect((await core.call('group.search', {})).pagination.total).toBe(1);
  });
});

describe('get', () => {
  test('names its members, terminated ones included', async () => {
    const { group, fixed } = await testCatalog(core);
    const price = await core.call('price.create', { ...fixed, group_id: group.id });
    await core.call('price.terminate', { id: price.id });
    expect(await core.call('group.get', { id: group.id })).toMatchObject({ entity_ids: [price.id], member_count: 1 });
  });

  test('an archived group is answered, an unknown one is not', async () => {
    const { id } = await create('Tokens');
    await core.call('group.delete', { id });
    expect((await core.call('group.get', { id })).status).toBe('archived');
    expect(await core.fail('group.get', { id: 'group_x' })).toMatchObject({
      code: 'not_found',
      message: 'Group not found',
    });
  });
});

describe('rename', () => {
  test('changes the name only, and finds it by the new one', async () => {
    const { id } = await create('Tokens', 'tokens');
    core.clock.advance(1000);
    const renamed = await core.call('group.update', { id, name: 'LLM' });
    expect(renamed).toMatchObject({ id, name: 'LLM', lookup_key: 'tokens', updated_at: '2026-06-01T00:00:01.000Z' });
    expect(lastChange(core)).toMatchObject({ kind: 'update', fields: { name: { from: 'Tokens', to: 'LLM' } } });
    expect((await core.call('group.search', { search: 'llm' })).items).toHaveLength(1);
  });

  test('to the same name changes nothing', async () => {
    const { id } = await create('Tokens');
    core.clock.advance(1000);
    core.events.length = 0;
    expect((await core.call('group.update', { id, name: 'Tokens' })).updated_at).toBe('2026-06-01T00:00:00.000Z');
    expect(countChanges(core)).toBe(1);
    expect(core.events).toEqual([]);
  });

  test('is refused for an empty name, an unknown group and an archived one', async () => {
    const { id } = await create('Tokens');
    expect(await core.fail('group.update', { id, name: '' })).toMatchObject({ field: 'name' });
    expect(await core.fail('group.update', { id: 'group_x', name: 'n' })).toMatchObject({ code: 'not_found' });
    await core.call('group.delete', { id });
    expect(await core.fail('group.update', { id, name: 'n' })).toMatchObject({
      message: 'An archived group cannot be renamed',
    });
  });
});

describe('delete', () => {
  test('ungroups every member in the same step, terminated ones too', async () => {
    const { group, fixed, usage } = await testCatalog(core);
    const live = await core.call('price.create', { ...usage, group_id: group.id });
    const ended = await core.call('price.create', { ...fixed, group_id: group.id });
    await core.call('price.terminate', { id: ended.id });
    core.clock.advance(1000);
    core.events.length = 0;
    expect(await core.call('group.delete', { id: group.id })).toEqual({ ungrouped_prices: 2 });
    for (const { id } of [live, ended]) {
      const price = await core.call('price.get', { id });
      expect(price).toMatchObject({ group_id: null, group: null, updated_at: '2026-06-01T00:00:01.000Z' });
    }
    expect((await core.call('price.get', { id: live.id })).sequence).toBe(live.sequence);
    expect(core.events).toEqual([{ type: 'changed', environment_id: core.environment_id, topics: ['price', 'group'] }]);
  });

  test('a thousand members are each ungrouped and each recorded', async () => {
    const { group, fixed } = await testCatalog(core);
    for (let n = 0; n < 11; n += 1) {
      const items = Array.from({ length: 100 }, () => ({ ...fixed, group_id: group.id }));
      await core.call('price.createBulk', { items });
    }
    const changes = countChanges(core);
    expect(await core.call('group.delete', { id: group.id })).toEqual({ ungrouped_prices: 1100 });
    expect(countChanges(core)).toBe(changes + 1101);
    const recorded = core.store.sqlite
      .prepare(
        "select count(distinct entity_id) from changes where kind = 'update' and fields ->> '$.group_id.from' = ?",
      )
      .pluck();
    expect(recorded.get(group.id)).toBe(1100);
    expect((await core.call('price.search', { group_ids: [group.id] })).items).toEqual([]);
  });

  test('again answers again and changes nothing', async () => {
    const { id } = await create('Tokens');
    await core.call('group.delete', { id });
    const changes = countChanges(core);
    expect(await core.call('group.delete', { id })).toEqual({ ungrouped_prices: 0 });
    expect(countChanges(core)).toBe(changes);
    expect(await core.fail('group.delete', { id: 'group_x' })).toMatchObject({ code: 'not_found' });
  });
});

describe('search', () => {
  const names = async (input: Parameters<typeof core.call<'group.search'>>[1]) =>
    (await core.call('group.search', input)).items.map(({ name }) => name);

  beforeEach(async () => {
    for (const name of ['GPU Usage', 'Égress', 'Tokens in', 'Tokens out', '100% [off]']) {
      core.clock.advance(1000);
      await create(name);
    }
  });

  test('newest first, with the next offset', async () => {
    const page = await core.call('group.search', {});
    expect(page.items.map(({ name }) => name)).toEqual([
      '100% [off]',
      'Tokens out',
      'Tokens in',
      'Égress',
      'GPU Usage',
    ]);
    expect(page.items.every(({ entity_ids }) => entity_ids === null)).toBe(true);
    expect(page.pagination).toEqual({ total: 5, limit: 50, offset: 50 });
    const second = await core.call('group.search', { limit: 2, offset: 2 });
    expect(second.items.map(({ name }) => name)).toEqual(['Tokens in', 'Égress']);
    expect(second.pagination).toEqual({ total: 5, limit: 2, offset: 4 });
    expect((await core.call('group.search', { offset: 9 })).pagination.total).toBe(5);
    expect(await names({ order: 'asc', limit: 1 })).toEqual(['GPU Usage']);
  });

  test.each([
    ['to', ['Tokens out', 'Tokens in']],
    ['TOKENS', ['Tokens out', 'Tokens in']],
    ['tokens o', ['Tokens out']],
    ['egress', ['Égress']],
    ['É', ['100% [off]', 'Tokens out', 'Tokens in', 'Égress', 'GPU Usage']],
    ['%', ['100% [off]']],
    ['[o', ['100% [off]']],
    ['[off]', ['100% [off]']],
    ['*', []],
    ['?', []],
    ['"', []],
    ['"tok', []],
    [' gpu ', ['GPU Usage']],
    ['key-gpu', ['GPU Usage']],
    ['zz', []],
    ['', ['100% [off]', 'Tokens out', 'Tokens in', 'Égress', 'GPU Usage']],
  ])('quick search %j', async (search, found) => {
    const page = await core.call('group.search', { search });
    expect(page.items.map(({ name }) => name)).toEqual(found);
    expect(page.pagination.total).toBe(found.length);
  });

  test('the name filter is case-sensitive, the lookup key exact', async () => {
    expect(await names({ name: 'tokens' })).toEqual([]);
    expect(await names({ name: 'Tokens' })).toHaveLength(2);
    expect(await names({ lookup_key: 'key-Tokens in' })).toEqual(['Tokens in']);
    expect(await names({ lookup_key: 'key-Tokens' })).toEqual([]);
  });

  test('by id, by entity type, and never archived ones', async () => {
    const [newest] = (await core.call('group.search', {})).items;
    expect(await names({ group_ids: [newest?.id ?? ''] })).toEqual(['100% [off]']);
    expect(await names({ entity_type: 'price' })).toHaveLength(5);
    expect(await core.fail('group.search', { entity_type: 'PRICE' })).toMatchObject({
      message: 'Unsupported entity type: PRICE',
    });
    await core.call('group.delete', { id: newest?.id ?? '' });
    expect(await names({ status: 'archived' })).toEqual([]);
  });

  test('counts members of each group', async () => {
    const { group, fixed } = await testCatalog(core);
    for (let n = 0; n < 3; n += 1) await core.call('price.create', { ...fixed, group_id: group.id });
    const counts = (await core.call('group.search', {})).items.map(({ name, member_count }) => [name, member_count]);
    expect(counts[0]).toEqual(['LLM', 3]);
    expect(counts[1]).toEqual(['100% [off]', 0]);
  });

  test('finds one among thousands the same way whether the term is rare or common', async () => {
    const insert = core.store.sqlite.prepare(
      `insert into groups (id, name, lookup_key, entity_type, search_text, environment_id, tenant_id, created_at, updated_at, created_by, updated_by)
       values (?, ?, ?, 'price', ?, ?, 't', '2026-01-01', '2026-01-01', 'u', 'u')`,
    );
    for (let n = 0; n < 2500; n += 1) {
      insert.run(`group_${n}`, `Many ${n}`, `many-${n}`, `many ${n}\nmany-${n}`, core.environment_id);
    }
    const common = await core.call('group.search', { search: 'many', limit: 3 });
    expect(common.pagination.total).toBe(2500);
    expect(common.items.map(({ name }) => name)).toEqual(['Many 2499', 'Many 2498', 'Many 2497']);
    expect((await core.call('group.search', { search: 'ma', limit: 3 })).pagination.total).toBe(2500);
    expect((await core.call('group.search', { search: 'many 2499' })).items.map(({ name }) => name)).toEqual([
      'Many 2499',
    ]);
  });
});

describe('suggested key', () => {
  test('is the slug, numbered while taken', async () => {
    const suggest = (name: string) => core.call('group.suggestKey', { name });
    expect(await suggest('R&D / Ops ')).toEqual({ lookup_key: 'group-r-d-ops' });
    await create('x', 'group-r-d-ops');
    const second = await create('y', 'group-r-d-ops-2');
    expect(await suggest('R&D / Ops')).toEqual({ lookup_key: 'group-r-d-ops-3' });
    await core.call('group.delete', { id: second.id });
    expect(await suggest('R&D / Ops')).toEqual({ lookup_key: 'group-r-d-ops-2' });
    expect(await suggest(' ')).toEqual({ lookup_key: '' });
  });
});
