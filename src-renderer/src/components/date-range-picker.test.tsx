import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DateRangePicker } from './date-range-picker';

const week = { from: '2026-03-01', to: '2026-03-07' };
const presets = [
  { id: '7d', label: '7d', ...week },
  { id: 'this_month', label: 'This month', ...week },
];

test.each([
  ['this_month', 'This month'],
  ['7d', '7d'],
  ['custom', null],
])('presets with the same days are told apart: %s', (id, label) => {
  const html = renderToStaticMarkup(
    <DateRangePicker label="Date range" value={{ id, ...week }} onChange={() => undefined} presets={presets} />,
  );
  const named = presets.filter((preset) => html.includes(`>${preset.label}<`));
  expect(named.map((preset) => preset.label)).toEqual(label === null ? [] : [label]);
});
