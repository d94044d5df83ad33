import { expect, test } from 'vitest';
import { z } from 'zod';
import { featureSearch } from '../entities/feature';
import { listInputOf, listQuery, searchBody } from './list-request';
import { queryKindsOf, readQuery } from './query-string';
import { withoutNulls } from './without-nulls';

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['a column', { sort: 'name' }, { sort: [{ field: 'name', direction: 'desc' }] }],
  [
    'a column and an order',
    { sort: 'name', order: 'asc' },
    { sort: [{ field: 'name', direction: 'asc' }], order: 'asc' },
  ],
  [
    'an order that is none',
    { sort: 'name', order: 'up' },
    { sort: [{ field: 'name', direction: 'desc' }], order: 'up' },
  ],
  ['an empty column', { sort: '' }, {}],
  ['an empty status and order', { status: '', order: '' }, {}],
  ['conditions', { sort: [{ field: 'name', direction: 'asc' }] }, { sort: [{ field: 'name', direction: 'asc' }] }],
  ['a list to expand', { expand: ['prices', 'meters'] }, { expand: 'prices,meters' }],
  ['a text to expand', { expand: 'prices,meters' }, { expand: 'prices,meters' }],
  [
    'nulls',
    { sort: null, expand: null, limit: null, filters: [{ value: { string: null } }] },
    { filters: [{ value: {} }] },
  ],
])('a list request with %s', (_case, given, input) => {
  expect(listInputOf(given)).toEqual(input);
});

test.each<[string, Record<string, unknown>]>([
  ['limit=5&offset=10&status=archived', { limit: 5, offset: 10, status: 'archived' }],
  ['limit=x', { limit: 'x' }],
  ['limit=1.5', { limit: 1.5 }],
  ['limit=', {}],
  ['feature_ids=a&feature_ids=b', { feature_ids: ['a', 'b'] }],
  ['expand=meters', { expand: ['meters'] }],
  ['sort=name&order=asc&filters=x', { sort: 'name', order: 'asc' }],
  ['name_contains=a%20b%2Fc', { name_contains: 'a b/c' }],
])('the query string %s', (text, query) => {
  const kinds = queryKindsOf(listQuery(featureSearch));
  expect(readQuery(kinds, new URLSearchParams(text))).toEqual(query);
});

test('the documented body takes both spellings', () => {
  const body = searchBody(featureSearch);
  for (const sort of ['name', [{ field: 'name', direction: 'asc' }]])
    expect(body.safeParse({ sort }).success).toBe(true);
  for (const expand of ['meters', ['meters']]) expect(body.safeParse({ expand }).success).toBe(true);
  expect(searchBody(z.object({ limit: z.int() })).safeParse({ limit: 1 }).success).toBe(true);
});

test.each<[string, unknown, unknown]>([
  ['members at any depth', { a: null, b: { c: null, d: [{ e: null }] } }, { b: { d: [{}] } }],
  ['not those of metadata', { metadata: { a: null } }, { metadata: { a: null } }],
  ['metadata itself', { metadata: null }, {}],
  ['not the items of a list', { a: [null] }, { a: [null] }],
  ['nothing of a text', 'x', 'x'],
])('nulls are left out: %s', (_case, given, kept) => {
  expect(withoutNulls(given)).toEqual(kept);
});

test('a body nested beyond reason is passed on', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
  expect(withoutNulls(deep)).toHaveProperty('a');
});
