import { expect, test } from 'vitest';
import { withRealLists } from './address-lists';

test('of an edited address only lists of texts are lists', () => {
  const view = {
    range: '7d',
    compare: true,
    customers: ['a', 'b'],
    sources: [1, 'api'],
    properties: { region: 'eu', tier: null, size: [1], model: ['x'], chosen: [] },
  };
  expect(withRealLists(view as unknown as { properties: Record<string, string[]> })).toEqual({
    range: '7d',
    compare: true,
    customers: ['a', 'b'],
    sources: [],
    properties: { model: ['x'], chosen: [] },
  });
});
