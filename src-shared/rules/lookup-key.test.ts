import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { featureLookupKey, groupLookupKey, maxLookupKeyLength, numberedKey, planLookupKey } from './lookup-key';

describe('lookup key of a group', () => {
  test.each([
    ['R&D / Ops ', 'group-r-d-ops'],
    ['GPU Usage', 'group-gpu-usage'],
    ['Égress Überall', 'group-egress-uberall'],
    ['  --  ', ''],
    ['', ''],
    ['日本', ''],
    ['a', 'group-a'],
    ['A1_b2', 'group-a1-b2'],
  ])('%j suggests %j', (name, key) => {
    expect(groupLookupKey(name)).toBe(key);
  });

  test('is lower case, without runs or ends of dashes, and short enough, for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (name) => {
        const key = groupLookupKey(name);
        expect(key).toMatch(/^$|^group(-[a-z0-9]+)+$/);
        expect(key.length).toBeLessThanOrEqual(maxLookupKeyLength);
      }),
    );
  });

  test('does not depend on case or accents', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z é]{0,30}$/), (name) => {
        expect(groupLookupKey(name.toUpperCase())).toBe(groupLookupKey(name));
        expect(groupLookupKey(name.replaceAll('é', 'e'))).toBe(groupLookupKey(name));
      }),
    );
  });
});

test('a plan has the same rule with its own prefix', () => {
  expect(planLookupKey('R&D / Ops ')).toBe('plan-r-d-ops');
  expect(planLookupKey(' & ')).toBe('');
});

describe('lookup key of a feature', () => {
  test.each([
    ['GPU hours', 'gpu_hours'],
    ['  API  calls! ', 'api_calls'],
    ['Égress', 'egress'],
    ['***', ''],
  ])('%j gives %j', (name, key) => {
    expect(featureLookupKey(name)).toBe(key);
  });
});

describe('numbered key', () => {
  test('appends the number', () => {
    expect(numberedKey('group-tokens', 2)).toBe('group-tokens-2');
  });
  test('never grows past the limit', () => {
    expect(numberedKey('x'.repeat(maxLookupKeyLength), 12)).toBe(`${'x'.repeat(maxLookupKeyLength - 3)}-12`);
  });
});
