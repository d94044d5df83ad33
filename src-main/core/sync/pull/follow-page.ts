import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { PriceRow } from '../../prices/price-row';
import { prepared } from '../../store/prepared';
import { rowsById } from '../../store/rows-by-id';
import { addLineItemsOf, continueLineItems, retimeLineItems } from '../../subscriptions/sync-line-items';
import { deriveOutbox } from '../outbox/derive-outbox';
import type { Effects, Page } from './page';

/**
 * Does for all rows of a page together what follows from them: history, subscriptions with their usage, and what is to be
 * sent of rows whose base moved.
 */
export async function followPage({ tx, connection, effects }: Page): Promise<void> {
  const { db, sqlite, now } = tx;
  await followPrices({ tx, effects });
  const recorded = new Set<string>();
  const alike = Map.groupBy(effects.changes, ({ entity, kind, inStep = false }) => `${entity} ${kind} ${inStep}`);
  for (const changes of alike.values()) {
    const [first] = changes;
    if (first) await tx.recordMany(first.entity, first.kind, changes, { inStep: first.inStep ?? false });
    if (!first?.inStep) for (const { id } of changes) recorded.add(id);
  }
  const rebased = new Map<SyncedEntity, Set<string>>();
  for (const { entity, id } of effects.rebased) {
    if (recorded.has(id)) continue;
    rebased.set(entity, (rebased.get(entity) ?? new Set()).add(id));
  }
  if (rebased.size === 0) return;
  await deriveOutbox({ db, sqlite, connection, now }, rebased);
  tx.changed('sync');
}

async function followPrices({ tx, effects }: Pick<Page, 'tx' | 'effects'>): Promise<void> {
  const { newPrices, retimed } = effects;
  if ((newPrices.length === 0 && retimed.length === 0) || !isAnySubscribed(tx.sqlite, effects)) return;
  const rows = new Map(
    rowsById(
      tx.db,
      'prices',
      newPrices.map(({ id }) => id),
    ).map((row) => [row.id, row as PriceRow]),
  );
  const rowOf = (id: string) => rows.get(id) ?? [];
  await addLineItemsOf(
    tx,
    newPrices.filter(({ from }) => from === null).flatMap(({ id }) => rowOf(id)),
  );
  // A version continues the items of the one before, which may be new itself.
  let left = newPrices.flatMap(({ id, from }) => (from === null ? [] : [{ id, from }]));
  while (left.length > 0) {
    const coming = new Set(left.map(({ id }) => id));
    const [next = [], later = []] = [
      left.filter(({ from }) => !coming.has(from)),
      left.filter(({ from }) => coming.has(from)),
    ];
    await continueLineItems(
      tx,
      next.flatMap(({ id, from }) => {
        const to = rows.get(id);
        return to ? [{ from, to }] : [];
      }),
    );
    left = later;
  }
  retimeLineItems(tx, [...new Set(retimed)]);
}

/** Whether anybody is on a plan of these prices. */
function isAnySubscribed(sqlite: Parameters<typeof prepared>[0], { newPrices, retimed }: Effects): boolean {
  const plans = new Set(newPrices.map(({ plan }) => plan));
  const asked = { plans: JSON.stringify([...plans]), retimed: JSON.stringify(retimed) };
  return prepared(sqlite, subscribedSql).pluck().get(asked) === 1;
}

const subscribedSql = `select exists (select 1 from subscriptions) and exists (select 1 from subscriptions where plan_id in (
  select value from json_each(@plans)
  union all select entity_id from prices where id in (select value from json_each(@retimed))))`;
