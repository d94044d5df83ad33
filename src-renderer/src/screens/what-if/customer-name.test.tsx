import type { WhatIfCustomer } from '@shared/entities/what-if';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CustomerName } from './customer-name';

/** The parts of the name, each with whether it is cut where there is no room. */
function parts(name: string, is_archived = false): [text: string, isCut: boolean][] {
  const customer = { name, external_id: 'twice', is_archived } as WhatIfCustomer;
  const html = renderToStaticMarkup(<CustomerName customer={customer} />);
  return [...html.matchAll(/<span class="([^"]*)"[^>]*>([^<]+)/g)].map(([, looks = '', text = '']) => [
    text,
    looks.includes('truncate'),
  ]);
}

test('of two customers with one external id and a long name, the archived one is told apart where the name is cut', () => {
  expect(parts('Northwind Traders')).toEqual([
    ['Northwind Traders', true],
    ['twice', true],
  ]);
  expect(parts('Northwind Traders', true)).toEqual([
    ['Northwind Traders', true],
    [' (archived)', false],
    ['twice', true],
  ]);
});

test('one whose name only says so is not taken for archived', () => {
  expect(parts('Northwind (archived)')[0]).toEqual(['Northwind (archived)', true]);
});
