import { expect, test } from 'vitest';
import { readAhead } from './read-ahead';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function source(items: readonly number[], error?: Error) {
  const told = { given: 0, isClosed: false };
  async function* give() {
    try {
      for (const item of items) {
        told.given += 1;
        await turn();
        yield item;
      }
      if (error) throw error;
    } finally {
      told.isClosed = true;
    }
  }
  return { told, items: readAhead(give(), { sizeOf: (item) => item, enough: 10 }) };
}

test('everything comes in its order', async () => {
  const taken: number[] = [];
  for await (const item of source([3, 20, 1, 1, 9, 9]).items) taken.push(item);
  expect(taken).toEqual([3, 20, 1, 1, 9, 9]);
});

test('no more is read ahead than enough, however long one thing is dealt with', async () => {
  const { told, items } = source([4, 4, 4, 4, 4, 4, 4]);
  await items.next();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  // Three of the others are enough.
  expect(told.given).toBe(4);
  await items.next();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(told.given).toBe(5);
});

test('an error comes after what was given before it', async () => {
  const { items } = source([1, 2], new Error('broke off'));
  const taken: number[] = [];
  await expect(async () => {
    for await (const item of items) {
      for (let turns = 0; turns < 20; turns += 1) await turn();
      taken.push(item);
    }
  }).rejects.toThrow('broke off');
  expect(taken).toEqual([1, 2]);
});

test('whoever stops taking stops the source', async () => {
  const { told, items } = source([4, 4, 4, 4, 4, 4, 4]);
  for await (const _item of items) break;
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(told).toMatchObject({ isClosed: true });
  expect(told.given).toBeLessThan(5);
});
