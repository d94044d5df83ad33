import { expect, test } from 'vitest';
import { subscribingText } from './subscribing-text';

const nothing = {
  put: 0,
  skipped: 0,
  customers_created: 0,
  customers_gaining: 0,
  customers_losing: 0,
  customers_left_out: 0,
  left_out_until: null,
};

test('says who joins, who stays, and what becomes of usage that is here', () => {
  expect(subscribingText({ ...nothing, put: 3, skipped: 1, customers_created: 1, customers_gaining: 2 }, 'UTC')).toBe(
    '3 customers put on a plan, 1 customer created. 1 is on the plan already and stays as it is. Usage of 2 customers that is here already becomes priced by it.',
  );
  expect(subscribingText({ ...nothing, skipped: 2 }, 'UTC')).toBe(
    'Nothing changes. 2 are on the plan already and stay as they are.',
  );
});
