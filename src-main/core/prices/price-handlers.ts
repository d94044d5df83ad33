import { AppError } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { createPrice, createPrices } from './create-price';
import { expandPrice, expandPrices, nestInPrices } from './expand-prices';
import { keptPrice } from './kept-prices';
import { movePrices } from './move-prices';
import { findLivePrice } from './price-key';
import { loadPrice, priceNotFound } from './price-row';
import { searchPrices } from './search-prices';
import { terminatePrice } from './terminate-price';
import { updatePrice } from './update-price';

export const priceHandlers: HandlersOf<'price'> = {
  'price.create': (input, { deps, context }) =>
    write(deps, context, async (tx) => expandPrice(tx.db, await createPrice(tx, input))),
  'price.createBulk': ({ items }, { deps, context }) =>
    write(deps, context, async (tx) => ({
      items: await expandPrices(tx.db, await createPrices(tx, items), { meters: true, groups: true }),
    })),
  'price.get': async ({ id }, { deps, context }) => {
    const { db } = deps.store;
    const price = keptPrice(db, context.environment_id, id);
    const [whole] = price ? nestInPrices(db, [price], { meters: true, groups: true, plan: true }) : [];
    if (!whole) throw priceNotFound(id);
    return whole;
  },
  'price.lookup': async ({ lookup_key }, { deps, context }) => {
    const { db } = deps.store;
    const row = await findLivePrice(db, context.environment_id, lookup_key);
    if (!row) throw new AppError('not_found', `Price with lookup key ${lookup_key} was not found`);
    return expandPrice(db, row, { plan: true });
  },
  'price.search': (input, { deps, context }) =>
    searchPrices(deps.store.db, context.environment_id, toInstant(deps.now()), input),
  'price.update': (input, { deps, context }) =>
    write(deps, context, async (tx) => expandPrice(tx.db, await updatePrice(tx, input), { plan: true })),
  'price.moveToGroup': (input, { deps, context }) => write(deps, context, (tx) => movePrices(tx, input)),
  'price.terminate': (input, { deps, context }) =>
    write(deps, context, async (tx) => expandPrice(tx.db, await terminatePrice(tx, input), { plan: true })),
  'price.versions': async ({ id }, { deps, context }) => {
    const { db } = deps.store;
    const price = await loadPrice(db, context.environment_id, id);
    const root = price.parent_price_id ?? price.id;
    const rows = await db
      .selectFrom('prices')
      .selectAll()
      .where(({ eb, or }) => or([eb('id', '=', root), eb('parent_price_id', '=', root)]))
      .orderBy('start_date')
      .orderBy('number')
      .execute();
    return { items: await expandPrices(db, rows, { meters: true, groups: true }) };
  },
};
