import type { CallContext } from '@shared/door';
import { expect, it } from 'vitest';
import { cancelCheck } from './core/cancel';
import { createWithdrawals } from './withdrawals';

it('a question stops once it is withdrawn, and only that one', async () => {
  const withdrawals = createWithdrawals();
  const release = Promise.withResolvers<void>();
  const run = async (context: CallContext) => {
    const check = cancelCheck(context);
    check();
    await release.promise;
    check();
    return 'answered';
  };
  const first = withdrawals.during({ environment_id: '', request_id: 'first' }, run);
  const second = withdrawals.during({ environment_id: '', request_id: 'second' }, run);
  const unnamed = withdrawals.during({ environment_id: '' }, run);
  expect(withdrawals.withdraw('first')).toBe(true);
  expect(withdrawals.withdraw('unheard of')).toBe(false);
  release.resolve();
  await expect(first).rejects.toMatchObject({ code: 'invalid_operation' });
  expect(await second).toBe('answered');
  expect(await unnamed).toBe('answered');
  expect(withdrawals.withdraw('second')).toBe(false);
});
