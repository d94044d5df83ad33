import type { Parsed } from '@shared/contract';
import type { CommitmentInput } from '@shared/entities/subscription';
import { invalid, notFound } from '@shared/errors';
import { changedFields, type Tx } from '../store/write';
import { catalogChanged } from '../usage/catalog-version';
import { commitmentColumns, commitmentOf, noCommitment } from './commitment-columns';
import type { SubscriptionRow } from './line-item';
import { loadSubscription } from './subscription-row';

/** Sets or ends the commitment of a line item, for past usage too. Answers its subscription. Ours. */
export async function setCommitment(
  tx: Tx,
  { line_item_id, commitment }: Parsed<'subscription.setCommitment'>,
): Promise<SubscriptionRow> {
  const item = await tx.db
    .selectFrom('line_items')
    .selectAll()
    .where('id', '=', line_item_id)
    .where('environment_id', '=', tx.context.environment_id)
    .where('status', '=', 'published')
    .executeTakeFirst();
  if (!item) throw notFound('Line item not found');
  if (commitment && item.meter_id === null) {
    throw invalid('Only usage can be committed to: please choose the line item of a usage price', 'line_item_id');
  }
  const after = commitment ? commitmentColumns(commitment, 'commitment', bucketSize(tx, item.meter_id)) : noCommitment;
  await tx.db
    .updateTable('line_items')
    .set({ ...after, ...tx.touch() })
    .where('id', '=', line_item_id)
    .execute();
  catalogChanged(tx.sqlite);
  await tx.record('subscription', item.subscription_id, 'update', changedFields(commitmentOf(item), after));
  return loadSubscription(tx.db, tx.context.environment_id, item.subscription_id);
}

/** Sets the commitments of a new subscription's line items, by id of their price. */
export async function commitLineItems(
  tx: Tx,
  subscription_id: string,
  commitments: Readonly<Record<string, CommitmentInput>>,
): Promise<void> {
  for (const [price_id, commitment] of Object.entries(commitments)) {
    const field = `line_item_commitments.${price_id}`;
    const item = await tx.db
      .selectFrom('line_items')
      .select(['id', 'meter_id'])
      .where('subscription_id', '=', subscription_id)
      .where('price_id', '=', price_id)
      .executeTakeFirst();
    if (!item?.meter_id) throw invalid('A commitment must be for a usage price that the subscription takes', field);
    const columns = commitmentColumns(commitment, field, bucketSize(tx, item.meter_id));
    await tx.db.updateTable('line_items').set(columns).where('id', '=', item.id).execute();
  }
}

/** What a meter is cut into; null for most meters, which are not. */
const bucketSize = ({ sqlite }: Pick<Tx, 'sqlite'>, meter_id: string | null): string | null =>
  (sqlite.prepare("select aggregation ->> '$.bucket_size' from meters where id = ?").pluck().get(meter_id) as
    | string
    | null
    | undefined) || null;
