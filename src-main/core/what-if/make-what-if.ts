import type { OutputOf } from '@shared/contract';
import type { PlanChange } from '@shared/entities/customer-plan';
import type { PriceCreate, PriceUpdate } from '@shared/entities/price';
import type { WhatIfChange } from '@shared/entities/what-if';
import type { WhatIfMaking, WhatIfReview } from '@shared/entities/what-if-making';
import { AppError, invalid } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { checkPriceCreate } from '@shared/rules/price-create';
import { checkPriceUpdate, checkSuccession, isCritical, successorOf } from '@shared/rules/price-update';
import type { Kysely } from 'kysely';
import { usageCatalog } from '../analytics/usage-catalog';
import { assignPlans } from '../customer-plans/assign-plans';
import { checkChanges, outcomeOf, type PlanWorld } from '../customer-plans/check-changes';
import { storedWorld } from '../customer-plans/plan-world';
import { usageTouched } from '../customer-plans/usage-touched';
import type { Call } from '../deps';
import { loadPlan } from '../plans/plan-row';
import { createPrice } from '../prices/create-price';
import { type PriceRow, priceOf } from '../prices/price-row';
import { updatePrice } from '../prices/update-price';
import type { Schema } from '../store/schema';
import type { Tx } from '../store/write';
import { assignOnTerms } from './assign-on-terms';
import { joiningTerms, type Terms } from './joining-terms';
import { newestVersion } from './newest-version';
import { planMoves } from './plan-moves';
import { type Lens, lensOf, refusedAt, scenarioOf } from './scenario';

const nothing = { put: 0, changed: 0, taken_off: 0, unchanged: 0, customers_created: 0 };

/** Exactly what making these changes real would write, and why it cannot be. Writes nothing. */
export async function reviewWhatIf(input: WhatIfMaking, call: Call): Promise<WhatIfReview> {
  const { deps, context } = call;
  const { sqlite, db } = deps.store;
  const { environment_id } = context;
  const now = toInstant(deps.now());
  const problems: WhatIfReview['problems'] = [];
  const catalog = usageCatalog(deps.store, environment_id);
  for (const [index, change] of input.changes.entries()) {
    try {
      // By the same rules as the comparison, and those that only matter when something is written.
      await scenarioOf(catalog, [change], call);
      if (change.kind === 'edit_price') await checkVersion(db, environment_id, change.update, input.effective_from);
      if (change.kind === 'draft_price') checkPriceCreate(chargeAt(change.price, input.effective_from));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      problems.push({ index, customer_name: '', message: thrown.message });
    }
  }
  if (problems.length > 0) {
    return {
      ...{ versions: [], charges: [], plan_steps: [], outcome: nothing },
      ...usageTouched({ sqlite, environment_id, now }, []),
      problems,
    };
  }
  const world = withDrafts(storedWorld(sqlite, environment_id, now), input.changes);
  const moves = planMoves(sqlite, environment_id, world, input.changes, { at: input.effective_from, ...input });
  const names = customerNames(call);
  const nameOf = ({ external_customer_id }: PlanChange) => names.get(external_customer_id) || external_customer_id;
  const planName = (id: string | undefined) => (id === undefined ? '' : (world.plan(id)?.name ?? id));
  const versions = await versionsOf(db, environment_id, input.changes);
  const chosen = chosenLens(input.changes);
  if (chosen && moves.length > 0) {
    const { lens, index } = chosen;
    const drafts = draftsOf(input.changes).flatMap(({ price }) => (price.entity_id === lens.plan_id ? price : []));
    const terms = joiningTerms(sqlite, lens.plan_id, { now, drafts: drafts.map(draftTerms), lens });
    // A plan without any charges is told for each customer.
    if (terms.length === 0 && world.plan(lens.plan_id)?.hasPrices) {
      problems.push({ index, customer_name: '', message: noTermsText(planName(lens.plan_id), lens) });
    }
  }
  return {
    versions: versions.map(({ index, row }) => ({ index, price_id: row.id })),
    charges: draftsOf(input.changes).map(({ index }) => ({ index })),
    plan_steps: moves.map((change) => ({
      customer_name: nameOf(change),
      from_plan_name: planName(change.from?.plan_id),
      to_plan_name: planName(change.to?.plan_id),
      change,
    })),
    outcome: outcomeOf(moves, world),
    ...usageTouched({ sqlite, environment_id, now, world }, moves),
    problems: [
      ...problems,
      ...checkChanges(moves, world).map(({ index, message }) => {
        const move = moves[index];
        return { index: null, customer_name: move ? nameOf(move) : '', message };
      }),
    ],
  };
}

/**
 * Makes changes real from a moment on, all of them in the transaction it is called in: prices get new versions, drafts
 * become charges, and customers move, which ends what they leave at the same moment. A refusal names the change.
 */
export async function makeWhatIf(tx: Tx, input: WhatIfMaking): Promise<OutputOf<'whatIf.make'>> {
  const { environment_id } = tx.context;
  const { effective_from, changes } = input;
  for (const [index, change] of changes.entries()) {
    const planOf = (id: string, field: string) =>
      refusedAt(`changes.${index}.${field}`, loadPlan(tx.db, environment_id, id));
    if (change.kind === 'everyone_on_plan') await planOf(change.plan_id, 'plan_id');
    if (change.kind === 'swap_plan') {
      await planOf(change.from_plan_id, 'from_plan_id');
      await planOf(change.to_plan_id, 'to_plan_id');
    }
  }
  const versions = await versionsOf(tx.db, environment_id, changes);
  for (const { index, row, update } of versions) {
    const priced = updatePrice(tx, versionAt({ ...update, id: row.id }, effective_from));
    await refusedAt(`changes.${index}.update`, priced);
  }
  const drafts = draftsOf(changes);
  for (const { index, price } of drafts) {
    await refusedAt(`changes.${index}.price`, createPrice(tx, chargeAt(price, effective_from)));
  }
  // After the drafts: a plan may have its first charge from them.
  const world = storedWorld(tx.sqlite, environment_id, tx.now);
  const plan_changes = planMoves(tx.sqlite, environment_id, world, changes, { at: effective_from, ...input });
  if (versions.length + drafts.length + plan_changes.length === 0) {
    throw invalid('There is nothing to change: everyone is on the plan already', 'changes');
  }
  return {
    versions: versions.length,
    charges: drafts.length,
    outcome: plan_changes.length > 0 ? await assign(tx, plan_changes, changes) : nothing,
    plan_changes,
  };
}

/** Everyone on a plan is put on it on the terms that were chosen; all other moves take every one that the plan has. */
async function assign(tx: Tx, plan_changes: readonly PlanChange[], changes: readonly WhatIfChange[]) {
  const chosen = chosenLens(changes);
  if (chosen === null) return assignPlans(tx, plan_changes);
  const { lens, index } = chosen;
  // The drafts are stored by now.
  const terms = joiningTerms(tx.sqlite, lens.plan_id, { now: tx.now, lens });
  const plan = await loadPlan(tx.db, tx.context.environment_id, lens.plan_id);
  if (terms.length === 0) throw invalid(noTermsText(plan.name, lens), `changes.${index}.${missingTerm(lens)}`);
  return assignOnTerms(tx, plan_changes, terms);
}

/** The plan that everyone is put on when its terms were chosen, with the place of that change. */
function chosenLens(changes: readonly WhatIfChange[]): { lens: Lens; index: number } | null {
  const index = changes.findLastIndex(({ kind }) => kind === 'everyone_on_plan');
  const change = changes[index];
  if (change?.kind !== 'everyone_on_plan') return null;
  const lens = lensOf(change);
  return lens.currency || lens.billing_period ? { lens, index } : null;
}

const noTermsText = (plan_name: string, { currency, billing_period }: Lens) =>
  `${plan_name} has no charges in ${[currency?.toUpperCase(), billing_period].filter(Boolean).join(', ')}. Choose other terms.`;

const missingTerm = ({ currency }: Lens) => (currency ? 'currency' : 'billing_period');

/** An update that takes effect then; one that changes nothing critical has no moment of its own. */
const versionAt = (update: PriceUpdate, at: string): PriceUpdate => ({
  ...update,
  effective_from: isCritical(update) ? at : null,
});

const chargeAt = (price: PriceCreate, at: string): PriceCreate => ({ ...price, start_date: at, end_date: null });

const draftsOf = (changes: readonly WhatIfChange[]) =>
  changes.flatMap((change, index) => (change.kind === 'draft_price' ? [{ index, price: change.price }] : []));

/** The rules of a new version, without writing it. */
async function checkVersion(db: Kysely<Schema>, environment_id: string, update: PriceUpdate, at: string) {
  const price = priceOf(await newestVersion(db, environment_id, update.id));
  const timed = versionAt({ ...update, id: price.id }, at);
  checkPriceUpdate(timed);
  if (!isCritical(timed)) return;
  checkSuccession(price, timed, at);
  checkPriceCreate(successorOf(price, timed, at));
}

interface Version {
  index: number;
  row: PriceRow;
  update: PriceUpdate;
}

/** The version that each edit ends: the newest one, whichever was tried; of two edits of one price the last counts. */
async function versionsOf(
  db: Kysely<Schema>,
  environment_id: string,
  changes: readonly WhatIfChange[],
): Promise<Version[]> {
  const found = new Map<string, Version>();
  for (const [index, change] of changes.entries()) {
    if (change.kind !== 'edit_price') continue;
    const row = await refusedAt(`changes.${index}.update`, newestVersion(db, environment_id, change.update.id));
    found.delete(row.id);
    found.set(row.id, { index, row, update: change.update });
  }
  return [...found.values()];
}

const draftTerms = ({ currency, billing_period }: PriceCreate): Terms => ({
  currency: currency.toLowerCase(),
  billing_period,
});

/** A plan that gets its first charge from a draft can be moved to. */
function withDrafts<W extends PlanWorld>(world: W, changes: readonly WhatIfChange[]): W {
  const charged = new Set(draftsOf(changes).map(({ price }) => price.entity_id));
  return {
    ...world,
    plan: (id: string) => {
      const plan = world.plan(id);
      return plan && { ...plan, hasPrices: plan.hasPrices || charged.has(id) };
    },
  };
}

const namesSql = "select external_id, name from customers where environment_id = ? and status = 'published'";

const customerNames = ({ deps, context }: Call): Map<string, string> =>
  new Map(deps.store.sqlite.prepare(namesSql).raw().all(context.environment_id) as [string, string][]);
