import { expect, test } from 'vitest';
import { bestPlansFirst, findPlan, ownText, plansByText } from './plans-by-text';

const plan = (id: string, name: string, lookup_key = '') => ({ id, name, lookup_key });
/** The newest first, as lists of plans come. */
const plans = [
  plan('plan_5', 'Old Pro'),
  plan('plan_4', 'Pro Max', 'max'),
  plan('plan_3', 'Pro'),
  plan('plan_2', 'Base', 'pro-base'),
  plan('plan_1', 'Égal', 'pro'),
];
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

test('a lookup key or id finds its plan, and a name whatever its case and accents', () => {
  expect(findPlan('pro', plans)?.id).toBe('plan_1');
  expect(findPlan(' PRO ', plans)?.id).toBe('plan_3');
  expect(findPlan('plan_2', plans)?.name).toBe('Base');
  expect(findPlan('egal', plans)?.id).toBe('plan_1');
  expect(findPlan('Pr', plans)).toBe(undefined);
});

test('the plan that is called as typed comes first, then those that begin so, then those that have it in them', () => {
  expect(names(plansByText('Pro', plans))).toEqual(['Pro', 'Pro Max', 'Base', 'Égal', 'Old Pro']);
  expect(names(plansByText('ma', plans))).toEqual(['Pro Max']);
  expect(names(plansByText('', plans))).toEqual(names(plans));
  // A list that was answered for another text keeps all of it.
  expect(names(bestPlansFirst('max', plans))).toEqual(['Pro Max', 'Old Pro', 'Pro', 'Base', 'Égal']);
});

test('a plan is written so that it is the one that is found again', () => {
  const twins = [...plans, plan('plan_6', 'Pro', 'second'), plan('plan_7', 'max'), plan('plan_8', 'Pro')];
  expect(twins.map((one) => findPlan(ownText(one, twins), twins)?.id)).toEqual(twins.map(({ id }) => id));
  expect(twins.map((one) => ownText(one, twins))).toEqual([
    'Old Pro',
    'Pro Max',
    'Pro',
    'Base',
    'Égal',
    'second',
    'plan_7',
    'plan_8',
  ]);
});
