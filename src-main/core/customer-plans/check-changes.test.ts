import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkChanges, outcomeOf, type PlanWorld } from './check-changes';

const day = (text: string) => `2026-${text}T00:00:00.000Z`;
const on = (plan_id: string, start: string, end: string | null = null): Assignment => ({
  plan_id,
  start_date: day(start),
  end_date: end && day(end),
});
const change = (from: Assignment | null, to: Assignment | null, external_customer_id = 'acme'): PlanChange => ({
  external_customer_id,
  from,
  to,
});

const world = (assignments: Record<string, Assignment[]>): PlanWorld => ({
  plan: (id) =>
    ['base', 'pro', 'old', 'bare'].includes(id)
      ? { name: id.toUpperCase(), isPublished: id !== 'old', hasPrices: id !== 'bare' }
      : undefined,
  assignments: (external_id) => assignments[external_id] ?? null,
  day: (instant) => instant.slice(0, 10),
});
const acme = world({ acme: [on('base', '01-01', '03-01'), on('old', '01-01')] });

test.each<[string, PlanChange[], [number, string, string][]]>([
  ['a free time', [change(null, on('base', '03-01'))], []],
  ['a customer nobody knows', [change(null, on('base', '01-01'), 'new')], []],
  ['another plan at the same time', [change(null, on('pro', '01-01'))], []],
  [
    'an overlap with what there is',
    [change(null, on('base', '02-01'))],
    [[0, 'start_date', 'The customer is on BASE from 2026-01-01 until 2026-02-28 already']],
  ],
  [
    'an overlap among the changes',
    [change(null, on('pro', '02-01')), change(null, on('pro', '03-01'))],
    [[1, 'start_date', 'Another change here puts the customer on PRO from 2026-02-01']],
  ],
  [
    'room made by a later change',
    [change(null, on('base', '02-01')), change(on('base', '01-01', '03-01'), on('base', '01-01', '02-01'))],
    [],
  ],
  [
    'an end before the start',
    [change(null, on('base', '05-01', '05-01'))],
    [[0, 'end_date', 'The end must be after the start']],
  ],
  ['an unknown plan', [change(null, on('none', '05-01'))], [[0, 'plan_id', 'There is no such plan']]],
  [
    'an archived plan',
    [change(null, on('old', '05-01'), 'new')],
    [[0, 'plan_id', 'OLD is archived, so nobody can be put on it']],
  ],
  ['an archived plan that ends', [change(on('old', '01-01'), on('old', '01-01', '05-01'))], []],
  [
    'a plan without charges',
    [change(null, on('bare', '05-01'))],
    [[0, 'plan_id', 'BARE has no charges yet, so nobody can be put on it']],
  ],
  [
    'one that is no longer so',
    [change(on('base', '01-01'), null)],
    [[0, 'external_customer_id', 'This is no longer as it was shown. Look at the customer again.']],
  ],
  ['one that is on no plan yet', [{ ...change(null, on('pro', '01-01'), 'new'), is_first: true }], []],
  [
    'one that is no longer on no plan',
    [{ ...change(null, on('pro', '01-01')), is_first: true }],
    [[0, 'external_customer_id', 'This is no longer as it was shown. Look at the customer again.']],
  ],
  [
    'one that is changed twice',
    [change(on('old', '01-01'), null), change(on('old', '01-01'), on('old', '01-01', '02-01'))],
    [[1, 'external_customer_id', 'This is no longer as it was shown. Look at the customer again.']],
  ],
])('%s', (_, changes, problems) => {
  expect(checkChanges(changes, acme).map(({ index, field, message }) => [index, field, message])).toEqual(problems);
});

const usd = { ...on('base', '01-01', '05-01'), terms: ['usd MONTHLY'] };
const eur = { ...on('base', '02-01'), terms: ['eur MONTHLY'] };
const off = { ...on('base', '03-01'), terms: ['gbp MONTHLY'] };
const twice: PlanWorld = {
  ...world({ acme: [usd, eur, { ...on('base', '06-01', '07-01'), terms: ['eur MONTHLY'] }] }),
  takenOff: (_, { start_date }) => (start_date === off.start_date ? off : null),
};

test.each<[string, PlanChange[], number[]]>([
  ['one that overlaps another already', [change(usd, on('base', '01-01', '04-01'))], []],
  ['both that overlap', [change(usd, on('base', '01-01', '04-01')), change(eur, on('base', '02-01', '03-01'))], []],
  ['one that begins and ends as the other', [change(usd, on('base', '02-01'))], []],
  ['both that are to begin and end alike', [usd, eur].map((one) => change(one, on('base', '03-01', '04-01'))), []],
  ['one that nobody could tell from the other afterwards', [change(eur, on('base', '06-01', '07-01'))], [0]],
  ['one that was taken off, put back beside the others', [change(null, off)], []],
  ['another one beside them', [change(null, on('base', '04-01'))], [0]],
])('where plans in several currencies overlap: %s', (_, changes, refused) => {
  expect(checkChanges(changes, twice, { restores: true }).map(({ index }) => index)).toEqual(refused);
  const isNew = changes.some(({ from }) => from === null);
  expect(checkChanges(changes, twice)).toHaveLength(isNew ? 1 : refused.length);
});

test('what the changes do is counted', () => {
  const changes = [
    change(null, on('pro', '05-01')),
    change(null, on('pro', '05-01'), 'new'),
    change(null, on('base', '05-01'), 'new'),
    change(on('old', '01-01'), null),
    change(on('base', '01-01', '03-01'), on('base', '01-01', '02-01')),
    change(on('base', '01-01', '03-01'), on('base', '01-01', '03-01')),
  ];
  expect(outcomeOf(changes, acme)).toEqual({ put: 3, changed: 1, taken_off: 1, unchanged: 1, customers_created: 1 });
});

const starts = fc.integer({ min: 1, max: 9 });
const assignments = fc
  .tuple(fc.constantFrom('base', 'pro'), starts, fc.option(fc.integer({ min: 1, max: 4 })))
  .map(([plan, start, length]) => on(plan, `01-0${start}`, length === null ? null : `01-${10 + start + length}`));

test('changes without problems leave no customer twice on a plan at a time, and can be undone', () => {
  fc.assert(
    fc.property(fc.array(assignments, { maxLength: 6 }), (wanted) => {
      const changes = wanted.map((to) => change(null, to));
      const refused = new Set(checkChanges(changes, world({ acme: [] })).map(({ index }) => index));
      const made = wanted.filter((_, index) => !refused.has(index));
      for (const [index, one] of made.entries()) {
        for (const other of made.slice(index + 1)) {
          const apart =
            one.plan_id !== other.plan_id ||
            (one.end_date ?? '~') <= other.start_date ||
            (other.end_date ?? '~') <= one.start_date;
          expect(apart).toBe(true);
        }
      }
      const undo = made.map((from) => change(from, null));
      expect(checkChanges(undo, world({ acme: made }))).toEqual([]);
    }),
  );
});
