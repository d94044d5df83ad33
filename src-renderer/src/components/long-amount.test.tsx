import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LongAmount } from './long-amount';

test('a short amount is plain text', () => {
  expect(renderToStaticMarkup(<LongAmount text="$1,185,166.65" />)).toBe('$1,185,166.65');
});

test('a long one is broken amid a word only where the word alone is too long, and can be read whole', () => {
  const html = renderToStaticMarkup(<LongAmount text="959,985 thousand processed document pages" />);
  expect(html).toContain('wrap-anywhere');
  expect(html).not.toContain('break-all');
  expect(html).toContain('title="959,985 thousand processed document pages"');
});
