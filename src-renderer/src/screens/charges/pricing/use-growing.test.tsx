import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { useGrowing } from './use-growing';

const Drawn = ({ total }: { total: number }) => useGrowing(total);
const drawnFirst = (total: number) => Number(renderToStaticMarkup(<Drawn total={total} />));

test('a hundred tiers are not drawn in one rendering, a few are', () => {
  expect(drawnFirst(3)).toBe(3);
  expect(drawnFirst(100)).toBe(15);
});
