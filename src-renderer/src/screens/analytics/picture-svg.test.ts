import { expect, test } from 'vitest';
import { pictureSvg } from './picture-svg';

test('a picture needs nothing else: colours, used patterns and escaped texts are in it', () => {
  const svg = pictureSvg(
    {
      title: 'Cost by <group>',
      width: 100,
      height: 50,
      items: [
        { type: 'path', d: 'M0 0H10', fill: { look: 1 }, stroke: { token: 'surface' }, strokeWidth: 1 },
        { type: 'path', d: 'M0 0H10', stroke: { token: 'line' }, dash: [4, 3], at: { x: 1, y: 2 } },
        { type: 'text', x: 1, y: 2, text: 'R&D "x"', anchor: 'end', token: 'ink', size: 12 },
      ],
    },
    (token) => `colour-of-${token}`,
  );
  expect(svg).toContain('<title>Cost by &lt;group&gt;</title>');
  expect(svg.match(/<pattern id="look-[^"]+"/g)).toEqual(['<pattern id="look-1"']);
  expect(svg).toContain('fill="colour-of-series-2"');
  expect(svg).toContain('fill="url(#look-1)" stroke="colour-of-surface"');
  expect(svg).toContain('stroke-dasharray="4 3" transform="translate(1 2)"');
  expect(svg).toContain('>R&amp;D &quot;x&quot;</text>');
  expect(svg).not.toContain('var(');
});
