import { expect, it } from 'vitest';
import { customerIds } from './customer-ids';

it.each([
  ['', []],
  [' \n , ;\t', []],
  ['acme', ['acme']],
  ['acme\nglobex\r\nacme', ['acme', 'globex']],
  [' Acme Corp , globex;initech\tumbrella ', ['Acme Corp', 'globex', 'initech', 'umbrella']],
])('reads %j', (text, ids) => {
  expect(customerIds(text)).toEqual(ids);
});
