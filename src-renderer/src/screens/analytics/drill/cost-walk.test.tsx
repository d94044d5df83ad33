import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { StepTable } from './cost-walk';

test('what is beyond the last tier is told among the tiers, as free', () => {
  const step = { unit_amount: '5', flat_amount: '0', sentence: '' };
  const steps = [
    { ...step, units: '10', cost: '50', tier_index: 0 },
    { ...step, units: '5', unit_amount: '0', cost: '0', tier_index: null },
  ];
  const table = renderToStaticMarkup(
    <StepTable label="Tier walk" steps={steps} counted="messages" money={(amount) => `$${amount}`} />,
  );
  const rows = table
    .split('<tr')
    .slice(2)
    .map((row) => [...row.matchAll(/<td[^>]*>([^<]*)/g)].map(([, text]) => text));
  expect(rows).toEqual([
    ['1', '10', '$5', '$50'],
    ['beyond', '5', '$0', '$0'],
  ]);
});
