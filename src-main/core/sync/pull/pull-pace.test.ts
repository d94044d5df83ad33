import { expect, it } from 'vitest';
import { wholeBlocks } from './pull-pace';

it('fills blocks', () => {
  expect([1, 128, 129, 500].map(wholeBlocks)).toEqual([128, 128, 256, 512]);
});
