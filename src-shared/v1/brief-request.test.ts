import { describe, expect, it } from 'vitest';
import { isBriefSearch } from './brief-request';

const condition = (field: string, operator = 'in') => ({
  filters: [{ field, operator, data_type: 'array', value: { array: ['x'] } }],
});

describe('a search is brief', () => {
  it.each([
    ['the newest page', {}],
    ['a page', { limit: 100, offset: 100, order: 'asc', expand: 'groups' }],
    ['of a group', condition('group_id')],
    ['of a plan', condition('entity_id', 'eq')],
    ['of named groups', { group_ids: ['x'] }],
  ])('%s', (_, body) => expect(isBriefSearch({ body: JSON.stringify(body) })).toBe(true));
});

describe('a search may look at every row', () => {
  it.each([
    ['by text', { search: 'a' }],
    ['in an order of its own', { sort: [{ field: 'amount', direction: 'asc' }] }],
    ['by a part of a text', condition('lookup_key', 'contains')],
    ['by all but a group', condition('group_id', 'not_in')],
    ['many rows', { limit: 1000 }],
    ['far down', { offset: 40_000 }],
    ['a limit that is no number', { limit: 'many' }],
    ['filters that are no list', { filters: 'x' }],
    ['a filter that is nothing', { filters: [null] }],
    ['of a thousand ids', { price_ids: Array.from({ length: 1000 }, (__, index) => `price_${index}`) }],
  ])('%s', (_, body) => expect(isBriefSearch({ body: JSON.stringify(body) })).toBe(false));

  it('or is no search at all', () => expect(isBriefSearch({ body: '{' })).toBe(false));
});
