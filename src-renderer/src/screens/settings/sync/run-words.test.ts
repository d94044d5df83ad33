import { expect, test } from 'vitest';
import { entryText } from './run-words';

test.each([
  [
    'plan',
    { fields: ['status'], because: 'over' },
    'Archived on the server, which nothing takes back. Its page makes a copy with its charges.',
  ],
  [
    'price',
    { fields: ['end_date'], because: 'over' },
    'Ended on the server, which nothing takes back. A new charge in its plan can go on with its terms.',
  ],
  [
    'plan',
    { fields: ['status'], because: 'gone' },
    'The server does not have it any more. Its page makes a copy with its charges.',
  ],
  ['plan', { fields: ['name', 'description'] }, 'Name, Description'],
  ['plan', { message: 'Taken' }, 'Taken'],
  ['plan', { kind: 'gone_there' }, 'Gone on the server, edited here'],
] as const)('what a sync did to a %s: %j', (entity, detail, text) => {
  expect(entryText({ entity, detail })).toBe(text);
});
