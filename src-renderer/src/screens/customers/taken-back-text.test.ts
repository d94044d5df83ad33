import { expect, test } from 'vitest';
import { takenBackText } from './taken-back-text';

test('says who is as before, and who was changed since', () => {
  const all = { customers: 1, archived: 0, left: 0, left_first: [] };
  expect(takenBackText(all)).toBe('1 customer is as before');
  expect(takenBackText({ ...all, customers: 1200, archived: 1000 })).toBe(
    '1,200 customers are as before, 1,000 of them created by it and archived now',
  );
  expect(takenBackText({ ...all, customers: 2, left: 1, left_first: ['acme'] })).toBe(
    '2 customers are as before. 1 customer was changed since and stays as it is: acme',
  );
  expect(takenBackText({ ...all, customers: 0, left: 7, left_first: ['a', 'b', 'c', 'd', 'e'] })).toBe(
    'Nothing was taken back. 7 customers were changed since and stay as they are: a, b, c, d, e, 2 more',
  );
});
