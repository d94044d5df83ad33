import { canonicalJson } from '@shared/rules/canonical-json';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOfFile } from './file-facts';

const names = ['a', 'ab', 'a b', '"', '\\', ' ', '', 'units', 'é'];
const value = fc.oneof(
  fc.integer(),
  fc.constantFrom('5', ' 1.5 ', '1e3', '-.5', 'x', '', '1"2', '\\5', '5\\', '3,4', '}', true, false, null),
);
const row = fc.record({
  event_name: fc.constantFrom('used', 'asked'),
  properties: fc.dictionary(fc.constantFrom(...names), value),
});

const isNumeric = (given: unknown) =>
  (typeof given === 'number' || typeof given === 'string') &&
  /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$/.test(String(given));

test('a property is numeric when every value of it is, whatever stands beside it', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const facts = factsOfFile();
      const seen = new Map<string, unknown[]>();
      for (const { event_name, properties } of rows) {
        facts.add({
          event_name,
          external_customer_id: 'anna',
          source: '',
          timestamp: 0,
          event_id: '',
          properties: canonicalJson(properties),
        });
        for (const [name, given] of Object.entries(properties)) {
          const key = `${event_name} ${name}`;
          seen.set(key, [...(seen.get(key) ?? []), given]);
        }
      }
      const told = facts
        .facts()
        .event_names.flatMap(({ event_name, numeric_properties }) =>
          numeric_properties.map((name) => `${event_name} ${name}`),
        );
      const numeric = [...seen].filter(([, values]) => values.every(isNumeric)).map(([key]) => key);
      expect(told.toSorted()).toEqual(numeric.toSorted());
    }),
    { numRuns: 500 },
  );
});
