import type { WhatIfChange } from '@shared/entities/what-if';
import { AppError } from '@shared/errors';
import type { ChargedPrice } from '../analytics/charged-prices';
import type { UsageCatalog } from '../analytics/usage-catalog';
import type { Call } from '../deps';
import { loadPlan } from '../plans/plan-row';
import { draftPrice, editedPrices } from './edited-price';

/** The plan that everyone is on instead of theirs, on all of its terms unless some were chosen. */
export interface Lens {
  plan_id: string;
  currency: string | null;
  billing_period: string | null;
}

type EveryoneOnPlan = Extract<WhatIfChange, { kind: 'everyone_on_plan' }>;

/** The changes of a what-if, put together. */
export interface Scenario {
  /** As they were asked for. */
  changes: readonly WhatIfChange[];
  /** Every usage price there is, edited ones as they would be. */
  prices: readonly ChargedPrice[];
  drafts: readonly ChargedPrice[];
  lens: Lens | null;
  /** Whether anyone's plan is another one then. */
  movesCustomers: boolean;
  /** Whether any stored price has other terms. */
  isEdited: boolean;
  /** Whether anything a price charges for may be different then; everything else costs the same on both sides. */
  touches(price: ChargedPrice): boolean;
}

/** Checks changes against what is stored and puts them together. Refusals name the change by its place. */
export async function scenarioOf(
  catalog: UsageCatalog,
  changes: readonly WhatIfChange[],
  call: Call,
): Promise<Scenario> {
  /** By first version: of two edits of one price the last counts, as when they are made. */
  const edits = new Map<string, ChargedPrice[]>();
  /** Numbers of the prices that any edit is of. */
  const tried = new Set<number>();
  const drafts: ChargedPrice[] = [];
  const plans = new Set<string>();
  let lens: Lens | null = null;
  for (const [index, change] of changes.entries()) {
    const at = `changes.${index}`;
    if (change.kind === 'edit_price') {
      const { root, prices } = await refusedAt(`${at}.update`, editedPrices(catalog, change, call));
      edits.set(root, prices);
      for (const { number } of prices) tried.add(number);
    } else if (change.kind === 'draft_price') {
      drafts.push(await refusedAt(`${at}.price`, draftPrice(catalog, change.price, index, call)));
    } else if (change.kind === 'swap_plan') {
      await refusedAt(`${at}.from_plan_id`, planOf(call, change.from_plan_id));
      await refusedAt(`${at}.to_plan_id`, planOf(call, change.to_plan_id));
      plans.add(change.from_plan_id).add(change.to_plan_id);
    } else {
      await refusedAt(`${at}.plan_id`, planOf(call, change.plan_id));
      lens = lensOf(change);
    }
  }
  const edited = new Map([...edits.values()].flat().map((price) => [price.number, price]));
  return {
    changes,
    prices: catalog.prices.map((price) => edited.get(price.number) ?? price),
    drafts,
    lens,
    movesCustomers: lens !== null || plans.size > 0,
    isEdited: edited.size > 0,
    touches: ({ number, plan_id }) => lens !== null || tried.has(number) || plans.has(plan_id),
  };
}

/** Everyone on a plan, as it was asked for. */
export const lensOf = ({ plan_id, currency, billing_period }: EveryoneOnPlan): Lens => ({
  plan_id,
  currency: currency?.toLowerCase() || null,
  billing_period: billing_period || null,
});

const planOf = ({ deps, context }: Call, id: string) => loadPlan(deps.store.db, context.environment_id, id);

/** What was refused, with the place of the change before its field. */
export async function refusedAt<T>(field: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw new AppError(thrown.code, thrown.message, {
      field: thrown.field === undefined ? field : `${field}.${thrown.field}`,
      ...(thrown.details && { details: thrown.details }),
    });
  }
}
