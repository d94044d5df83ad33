import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { InSlices } from './in-slices';
import { useDrawnInSlices } from './use-drawn-in-slices';

test('what is drawn in slices is not part of the first rendering', () => {
  const page = (
    <main>
      <h1>Plans</h1>
      <InSlices>
        <p>Pro</p>
      </InSlices>
    </main>
  );
  expect(renderToStaticMarkup(page)).toBe('<main><h1>Plans</h1></main>');
});

test('the rendering that finds out how many rows fit draws none of them', () => {
  const inView = [{ index: 0, key: 0, start: 0, end: 40, size: 40, lane: 0 }];
  const List = () => <ul>{useDrawnInSlices(inView).map(({ index }) => index)}</ul>;
  expect(renderToStaticMarkup(<List />)).toBe('<ul></ul>');
});
