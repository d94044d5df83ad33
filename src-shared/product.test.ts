import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { product } from './product';

it('is what the package says', () => {
  const { productName, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(product).toEqual({ name: productName, version });
});
