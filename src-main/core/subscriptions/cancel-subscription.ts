import type { Parsed } from '@shared/contract';
import { AppError, invalid } from '@shared/errors';
import type { Tx } from '../store/write';
import { usageOfMovedSubscriptions } from '../usage/after-catalog-change';
import { windowsOfSubscriptions } from '../usage/charge-windows';
import type { SubscriptionRow } from './line-item';
import { loadSubscription } from './subscription-row';

/** Cancels a subscription as of a moment, now by default; usage up to then stays charged, later usage no longer is. */
export async function cancelSubscription(
  tx: Tx,
  { id, cancelled_at }: Parsed<'subscription.cancel'>,
): Promise<SubscriptionRow> {
  const row = await loadSubscription(tx.db, tx.context.environment_id, id);
  const at = cancelled_at ?? tx.now;
  if (row.subscription_status === 'cancelled') {
    throw new AppError('invalid_operation', 'The subscription is already cancelled', { field: 'id' });
  }
  if (at < row.start_date) {
    throw invalid("The cancellation date cannot be before the subscription's start date", 'cancelled_at');
  }
  if (at > tx.now) throw invalid('The cancellation date cannot be in the future', 'cancelled_at');
  const before = windowsOfSubscriptions(tx.sqlite, [id]);
  const after = await tx.db
    .updateTable('subscriptions')
    .set({ subscription_status: 'cancelled', cancelled_at: at, ...tx.touch() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('subscription', id, 'cancel', {
    subscription_status: { from: row.subscription_status, to: 'cancelled' },
    cancelled_at: { from: null, to: at },
  });
  usageOfMovedSubscriptions(tx, [id], before);
  return after;
}
