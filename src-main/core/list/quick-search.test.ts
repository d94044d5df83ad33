import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAppOn } from '../app';
import { sampleCore } from '../sample/test-sample';
import { openStore } from '../store/open';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

const create = (name: string) => core.call('group.create', { name, entity_type: 'price', lookup_key: `k-${name}` });
const found = async (search: string) => {
  const page = await core.call('group.search', { search, order: 'asc' });
  expect(page.pagination.total).toBe(page.items.length);
  return page.items.map(({ name }) => name);
};

test('what is found follows every edit', async () => {
  expect(await found('alpha')).toEqual([]);
  const first = await create('Alpha one');
  expect(await found('alpha')).toEqual(['Alpha one']);
  await create('Alpha two');
  expect(await found('alpha')).toEqual(['Alpha one', 'Alpha two']);
  await core.call('group.update', { id: first.id, name: 'Beta' });
  expect([await found('alpha'), await found('beta')]).toEqual([['Beta', 'Alpha two'], ['Beta']]);
  await core.call('group.delete', { id: first.id });
  expect([await found('alpha'), await found('beta')]).toEqual([['Alpha two'], []]);
});

test('a refused edit leaves nothing behind', async () => {
  await create('Alpha');
  expect(await found('alpha')).toEqual(['Alpha']);
  await core.fail('group.create', { name: 'Alpha again', entity_type: 'price', lookup_key: 'k-Alpha' });
  expect(await found('alpha')).toEqual(['Alpha']);
});

test.each(['x'.repeat(70_000), 'a\0', '*?[', '%_'])(
  'a text that nobody is called by finds nothing (%#)',
  async (search) => {
    const sample = await sampleCore();
    for (const name of ['group.search', 'plan.search', 'price.search', 'feature.search', 'customer.search'] as const) {
      expect((await sample.call(name, { search })).items, name).toEqual([]);
    }
    await sample.close();
  },
);

test('each environment finds its own', async () => {
  await create('Alpha');
  const { items } = await core.call('environment.list', {});
  const reply = await core.app.call('group.search', { search: 'alpha' }, { environment_id: items[1]?.id ?? '' });
  expect(reply.ok && reply.data).toMatchObject({ items: [], pagination: { total: 0 } });
});

test('another connection finds what the writer has committed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-search-'));
  const writer = testCore({ file: join(folder, 'pricebook.db') });
  const context = { environment_id: writer.environment_id };
  const reader = createAppOn(openStore(writer.store.file, 'reader'), { role: 'reader', onEvent: () => {} });
  const names = async (search: string) => {
    const reply = await reader.call('group.search', { search }, context);
    return reply.ok ? (reply.data as { items: { name: string }[] }).items.map(({ name }) => name) : reply.error;
  };
  expect(await names('alpha')).toEqual([]);
  const { id } = await writer.call('group.create', { name: 'Alpha', entity_type: 'price', lookup_key: 'k' });
  expect(await names('alpha')).toEqual(['Alpha']);
  await writer.call('group.update', { id, name: 'Beta' });
  expect([await names('alpha'), await names('bet')]).toEqual([[], ['Beta']]);
  await reader.close();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

test('finds a group by every part of its name, in any case', async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => name.trim() !== ''),
      fc.nat(),
      fc.nat(),
      async (name, from, length) => {
        n += 1;
        await core.call('group.create', { name, entity_type: 'price', lookup_key: `p${n}` });
        const letters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
        const start = from % letters.length;
        const part = letters.slice(start, start + 1 + (length % letters.length)).join('');
        for (const search of [part, part.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())]) {
          const page = await core.call('group.search', { search, limit: 1000 });
          expect(page.items.map((group) => group.name)).toContain(name);
        }
      },
    ),
    { numRuns: 60 },
  );
});
