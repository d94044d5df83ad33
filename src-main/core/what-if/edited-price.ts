import type { Price, PriceCreate, PriceUpdate } from '@shared/entities/price';
import { invalid } from '@shared/errors';
import { checkPriceCreate } from '@shared/rules/price-create';
import { checkPriceUpdate, editedInPlace, isCritical, successorOf } from '@shared/rules/price-update';
import type { PricingTerms } from '@shared/rules/pricing';
import { compilePrice } from '@shared/rules/scaled-pricing';
import type { ChargedPrice } from '../analytics/charged-prices';
import type { UsageCatalog } from '../analytics/usage-catalog';
import type { Call } from '../deps';
import { loadPlan } from '../plans/plan-row';
import { loadPrice, priceOf } from '../prices/price-row';
import { findRow } from '../store/find-row';
import { prepared } from '../store/prepared';
import { newestVersion, rootOf } from './newest-version';

/** The terms a create request would be stored with. */
export function termsOfCreate(create: PriceCreate): PricingTerms {
  const isTiered = create.billing_model === 'TIERED';
  return {
    billing_model: create.billing_model,
    amount: isTiered ? '0' : (create.amount ?? '0'),
    tier_mode: isTiered ? create.tier_mode || null : null,
    tiers: isTiered ? (create.tiers ?? null) : null,
    transform_quantity: (create.billing_model === 'PACKAGE' && create.transform_quantity) || {
      divide_by: 1,
      round: null,
    },
  };
}

/** The prices that an unsaved update changes, as they would charge then, and the first version of them all. */
interface EditedPrices {
  root: string;
  prices: ChargedPrice[];
}

/**
 * The prices that an unsaved update changes. The same rules as on saving decide whether the new terms make sense. All
 * versions take the terms, but only the newest one the group, as when it is saved. Refuses a price without usage.
 */
export async function editedPrices(
  catalog: UsageCatalog,
  { update, all_versions }: { update: PriceUpdate; all_versions: boolean },
  call: Call,
): Promise<EditedPrices> {
  const { db } = call.deps.store;
  const { environment_id } = call.context;
  checkPriceUpdate(update);
  const row = await loadPrice(db, environment_id, update.id);
  const price = priceOf(row);
  if (price.type !== 'USAGE') throw invalid('Only the price of usage can be tried on past usage', 'id');
  // What an update leaves out is as in the version that is ended.
  const ended = all_versions ? priceOf(await newestVersion(db, environment_id, price.id)) : price;
  const create = successorOf(ended, update, row.start_date);
  checkPriceCreate(create);
  const terms = termsOfCreate(create);
  const charging = isCritical(update)
    ? { compiled: compilePrice(terms), is_tiered: terms.billing_model === 'TIERED' }
    : {};
  const { group_id } = editedInPlace(ended, update);
  const group = group_id === ended.group_id ? {} : { group: await chargedGroup(group_id, call) };
  const wanted = new Set(all_versions ? versionsOf(price, call) : [price.id]);
  const prices = catalog.prices
    .filter(({ id }) => wanted.has(id))
    .map((charged) => ({ ...charged, ...charging, ...(charged.id === ended.id && group) }));
  return { root: rootOf(price), prices };
}

/** A price that does not exist yet, as it would charge; `place` keeps several of them apart. */
export async function draftPrice(
  catalog: UsageCatalog,
  create: PriceCreate,
  place: number,
  call: Call,
): Promise<ChargedPrice> {
  checkPriceCreate(create);
  if (create.type !== 'USAGE') throw invalid('Only the price of usage can be tried on past usage', 'type');
  if (create.entity_type !== 'PLAN') throw invalid('The specified entity type is not supported', 'entity_type');
  const plan = await loadPlan(call.deps.store.db, call.context.environment_id, create.entity_id);
  const meter = catalog.meters.get(create.meter_id ?? '');
  if (!meter) throw invalid('Please select a metered feature to set up usage pricing', 'meter_id');
  const terms = termsOfCreate(create);
  return {
    // Stored prices count up from 1.
    number: -1 - place,
    id: `draft:${place}`,
    meter,
    compiled: compilePrice(terms),
    is_tiered: terms.billing_model === 'TIERED',
    currency: create.currency.toLowerCase(),
    billing_period: create.billing_period,
    display_name: create.display_name || meter.name,
    plan_id: plan.id,
    group: await chargedGroup(create.group_id || null, call),
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    created_at: '',
  };
}

/** All versions of a price, itself included. */
function versionsOf(price: Price, { deps, context }: Call): string[] {
  const root = rootOf(price);
  return prepared(
    deps.store.sqlite,
    'select id from prices where environment_id = @environment_id and (id = @root or parent_price_id = @root)',
  )
    .pluck()
    .all({ environment_id: context.environment_id, root }) as string[];
}

async function chargedGroup(group_id: string | null, { deps, context }: Call): Promise<ChargedPrice['group']> {
  if (group_id === null) return null;
  const group = await findRow(deps.store.db, 'groups', context.environment_id, group_id);
  if (group?.status !== 'published') throw invalid('Some groups not found', 'group_id', { group_id });
  if (group.entity_type !== 'price') throw invalid('Group must be of type: price', 'group_id', { group_id });
  return { id: group.id, name: group.name, lookup_key: group.lookup_key };
}
