import { expect, test } from 'vitest';
import { readChanges } from './read-changes';

test('only what looks like a change is read from an address', () => {
  const changes = [
    { kind: 'edit_price', update: { id: 'price_1', amount: '2' } },
    { kind: 'swap_plan', from_plan_id: 'plan_1', to_plan_id: 'plan_2' },
    { kind: 'draft_price', price: { entity_id: 'plan_1', currency: 'usd' } },
    { kind: 'everyone_on_plan', plan_id: 'plan_1' },
  ];
  const odd = [
    null,
    7,
    'x',
    [],
    {},
    { kind: 'edit_price' },
    { kind: 'edit_price', update: {} },
    { kind: 'swap_plan' },
    { kind: 'draft_price' },
  ];
  expect(readChanges([...odd, ...changes, { kind: 'everyone_on_plan', plan_id: '' }])).toEqual(changes);
});
