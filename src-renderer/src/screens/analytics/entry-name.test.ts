import { expect, test } from 'vitest';
import { entryKey, entryName, groupingOf, groupingOfProperty, groupingWords } from './entry-name';

const entry = { key: 'k', kind: 'group' as const, stands_for: 1, name: 'Name' };

test('entries have the name people read', () => {
  expect(entryName(entry, 'group')).toBe('Name');
  expect(entryName({ ...entry, kind: 'customer', name: '' }, 'customer')).toBe('k');
  const none = { ...entry, key: '', kind: 'none' as const };
  expect(['group', 'source', 'properties.region'].map((by) => entryName(none, by))).toEqual([
    'No group',
    'No source',
    'No value of region',
  ]);
  expect(entryName({ ...entry, kind: 'other', stands_for: 12 }, 'customer')).toBe('Other (12 customers)');
});

test('what has no key of its own is told from what has', () => {
  expect([entryKey(entry), entryKey({ key: '', kind: 'none' }), entryKey({ key: '', kind: 'other' })]).toEqual([
    'k',
    '',
    '~other',
  ]);
});

test('an edited address groups by something the report knows', () => {
  expect(['customer', 'properties.model.name', 'properties.', 'properties.a b', 'price', ''].map(groupingOf)).toEqual([
    'customer',
    'properties.model.name',
    'group',
    'group',
    'group',
    'group',
  ]);
  expect(groupingOfProperty(' region ')).toBe('properties.region');
  expect(groupingOfProperty('a-b')).toBeNull();
  expect(groupingWords('properties.region').many).toBe('values of region');
});
