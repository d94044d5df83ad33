import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeRow } from './merge-row';
import { sameValue } from './same-value';
import { type Snapshot, syncedEntities, syncedFields } from './synced-fields';

const anyValue = fc.oneof(
  fc.constantFrom(null, '', 'a', 'b', 0, 1),
  fc.array(fc.record({ up_to: fc.option(fc.integer({ min: 1, max: 3 })), unit_amount: fc.constantFrom('1', '2') }), {
    maxLength: 2,
  }),
);
const anyMetadata = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('1', '2', ''));
const anySnapshots = fc.constantFrom(...syncedEntities).chain((entity) => {
  const fields = Object.keys(syncedFields[entity]);
  const snapshot = fc.record(
    Object.fromEntries(fields.map((field) => [field, field === 'metadata' ? anyMetadata : anyValue])),
  ) as fc.Arbitrary<Snapshot>;
  return fc.record({ entity: fc.constant(entity), base: snapshot, a: snapshot, b: snapshot });
});
const turned = (snapshot: Snapshot): Snapshot => Object.fromEntries(Object.entries(snapshot).reverse());

test('one side unchanged gives the other, and equal sides agree (merge algebra)', () => {
  fc.assert(
    fc.property(anySnapshots, ({ entity, base, a }) => {
      const mine = mergeRow(entity, base, a, base);
      expect(sameValue(mine.merged, a) && mine.conflicts.length === 0 && mine.taken.length === 0).toBe(true);
      const theirs = mergeRow(entity, base, base, a);
      expect(sameValue(theirs.merged, a) && theirs.conflicts.length === 0 && theirs.kept.length === 0).toBe(true);
      const both = mergeRow(entity, base, a, a);
      expect(sameValue(both.merged, a) && both.conflicts.length === 0 && both.kept.length === 0).toBe(true);
    }),
  );
});

test('the order of keys says nothing, and no value is lost without a conflict', () => {
  fc.assert(
    fc.property(anySnapshots, ({ entity, base, a, b }) => {
      const merge = mergeRow(entity, base, a, b);
      const again = mergeRow(entity, turned(base), turned(a), turned(b));
      expect(sameValue(merge.merged, again.merged)).toBe(true);
      const conflicting = merge.conflicts.map(({ field }) => field).sort();
      expect(conflicting).toEqual(again.conflicts.map(({ field }) => field).sort());
      for (const field of Object.keys(a)) {
        if (field === 'metadata' || conflicting.includes(field)) continue;
        // Whoever changed it has it.
        if (!sameValue(a[field], base[field])) expect(merge.merged[field]).toEqual(a[field]);
        else expect(sameValue(merge.merged[field], b[field])).toBe(true);
      }
    }),
  );
});

test('metadata is merged key by key', () => {
  const base = { metadata: { team: 'a', region: 'eu', old: '1' } };
  const merge = mergeRow(
    'plan',
    base,
    { metadata: { team: 'b', region: 'eu', mine: '1' } },
    { metadata: { team: 'c', region: 'us', old: '1' } },
  );
  expect(merge.merged.metadata).toEqual({ team: 'b', region: 'us', mine: '1' });
  expect(merge.conflicts).toEqual([{ field: 'metadata.team', base: 'a', mine: 'b', theirs: 'c' }]);
  expect(merge.taken).toEqual(['metadata.region']);
  expect(merge.kept).toEqual(['metadata.mine', 'metadata.old']);
});

test('rows that were never synced conflict wherever they differ', () => {
  const merge = mergeRow('group', null, { name: 'GPU', lookup_key: 'gpu' }, { name: 'Gpu', lookup_key: 'gpu' });
  expect(merge.conflicts).toEqual([{ field: 'name', base: undefined, mine: 'GPU', theirs: 'Gpu' }]);
  expect(merge.merged).toEqual({ name: 'GPU', lookup_key: 'gpu' });
});

test('of two that added to the filters of a meter, the one that added all that the other did goes on', () => {
  const meter = (...values: string[]) => ({ event_name: 'tokens', filters: [{ key: 'region', values }] });
  const merge = (mine: object, theirs: object) =>
    mergeRow('feature', { meter: meter() }, { meter: mine }, { meter: theirs });
  expect(merge(meter('eu'), meter('eu', 'us'))).toMatchObject({
    taken: ['meter'],
    merged: { meter: meter('eu', 'us') },
  });
  expect(merge(meter('eu', 'us'), meter('us'))).toMatchObject({ kept: ['meter'], conflicts: [] });
  expect(merge(meter('eu'), meter('us')).conflicts).toHaveLength(1);
  // What a server has more of it never gives up, so that there is nothing to ask; less there can be either side's.
  const unknown = (mine: object, theirs: object) => mergeRow('feature', null, { meter: mine }, { meter: theirs });
  expect(unknown(meter('eu'), meter('eu', 'us'))).toMatchObject({ taken: ['meter'], conflicts: [] });
  expect(unknown(meter('eu', 'us'), meter('eu')).conflicts).toHaveLength(1);
});

test('what was empty for both is told from what is not known', () => {
  const mine = { description: 'a', metadata: { k: 'a' } };
  const theirs = { description: 'b', metadata: { k: 'b' } };
  const basesOf = (base: Snapshot | null) => mergeRow('plan', base, mine, theirs).conflicts.map((one) => one.base);
  expect(basesOf({ description: null, metadata: {} })).toEqual([null, null]);
  expect(basesOf({ metadata: {} })).toEqual([undefined, null]);
  expect(basesOf(null)).toEqual([undefined, undefined]);
});
