import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Figure } from './figure';

const sizeOf = (lines: string[], beside?: string[]) =>
  /text-\d+/.exec(renderToStaticMarkup(<Figure lines={lines} {...(beside && { beside })} />))?.[0];

test('a figure with many digits is smaller, and so are those that are compared with it', () => {
  expect(sizeOf(['$428,200.30'])).toBe('text-20');
  expect(sizeOf(['$4,772,177.23564'])).toBe('text-14');
  expect(sizeOf(['$428,200.30'], ['$428,200.30', '$4,772,177.23564'])).toBe('text-14');
});
