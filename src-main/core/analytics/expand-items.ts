import type { UsageItem } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import type { Deps } from '../deps';
import { featuresOf } from '../features/feature-row';
import { inList } from '../list/in-list';
import { metersById } from '../meters/meter-row';
import { plansOf } from '../plans/plan-row';
import { expandPrices } from '../prices/expand-prices';
import type { Store } from '../store/open';
import { lineItemsOf } from '../subscriptions/line-items-of';

/**
 * Nests under each item what the request asked for: `price` (with its published group as `price.group`), `meter`,
 * `feature`, `plan`, `subscription_line_item`. Other names are ignored.
 */
export async function expandItems(deps: Deps, items: UsageItem[], expand: ReadonlySet<string>): Promise<void> {
  const { store } = deps;
  const idsOf = (pick: (item: UsageItem) => string) => [...new Set(items.map(pick))].filter((id) => id !== '');
  const { db } = store;
  const pricesById = expand.has('price')
    ? await prices(
        store,
        idsOf((item) => item.price_id),
      )
    : null;
  const meters = expand.has('meter')
    ? await metersById(
        db,
        idsOf((item) => item.meter_id),
      )
    : null;
  const features = expand.has('feature')
    ? await featuresById(
        store,
        idsOf((item) => item.feature_id),
      )
    : null;
  const plans = expand.has('plan')
    ? await plansById(
        deps,
        idsOf((item) => item.plan_id),
      )
    : null;
  const lineItems = expand.has('subscription_line_item')
    ? await lineItemsById(
        store,
        idsOf((item) => item.subscription_id),
      )
    : null;
  for (const item of items) {
    item.price = pricesById?.get(item.price_id) ?? null;
    item.meter = meters?.get(item.meter_id) ?? null;
    item.feature = features?.get(item.feature_id) ?? null;
    item.plan = plans?.get(item.plan_id) ?? null;
    item.subscription_line_item = lineItems?.get(item.sub_line_item_id) ?? null;
  }
}

async function prices({ db }: Store, ids: readonly string[]) {
  const rows = await db.selectFrom('prices').selectAll().where(inList('id', ids)).execute();
  return byId(await expandPrices(db, rows, { groups: true }));
}

async function featuresById({ db }: Store, ids: readonly string[]) {
  const rows = await db.selectFrom('features').selectAll().where(inList('id', ids)).execute();
  return byId(await featuresOf(db, rows, { meters: false }));
}

async function plansById({ store: { db }, now }: Deps, ids: readonly string[]) {
  const rows = await db.selectFrom('plans').selectAll().where(inList('id', ids)).execute();
  return byId(await plansOf(db, rows, { now: toInstant(now()), prices: 'none' }));
}

/** A customer has few subscriptions, so each is read with all its line items. */
const lineItemsById = async ({ db }: Store, subscription_ids: readonly string[]) =>
  byId(await lineItemsOf(db, subscription_ids));

const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));
