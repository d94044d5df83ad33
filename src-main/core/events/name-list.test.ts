import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameList } from './name-list';

test('a name has one index, whether it comes as a text or as bytes, among however many others', () => {
  const name = fc.oneof(
    fc.nat(2000).map((number) => `customer-${number}`),
    fc.string({ maxLength: 3 }),
  );
  const asked = fc.array(fc.record({ name, asBytes: fc.boolean() }), { minLength: 500, maxLength: 1500 });
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 2 }), (rounds) => {
      const list = nameList();
      for (const round of rounds) {
        const names = [...new Set(round.map((one) => one.name))];
        for (const { name, asBytes } of round) {
          const bytes = Buffer.from(`,${name},`);
          const index = asBytes ? list.indexOfAscii(bytes, 1, bytes.length - 1) : list.indexOf(name);
          expect(index).toBe(names.indexOf(name));
        }
        expect(list.takeNew()).toEqual(names);
        list.clear();
        expect(list.size()).toBe(0);
      }
    }),
    { numRuns: 10 },
  );
});
