import type { BillingPeriod } from '@shared/entities/price';
import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { termsOf } from '../subscriptions/create-many';
import type { Lens } from './scenario';

/** The currency and period of a subscription. */
export interface Terms {
  currency: string;
  billing_period: BillingPeriod;
}

// Those of all charges count, fixed ones and future ones too: a subscription is begun for each.
const termsSql = `
  select distinct currency, billing_period from prices
  where entity_id = ? and status = 'published' and (end_date is null or end_date > ?)`;

/**
 * The terms on which customers that are put on a plan are subscribed to it: every currency and period of its charges,
 * drafts that become charges first among them, or only those that were chosen. `now` is an instant.
 */
export function joiningTerms(
  sqlite: Database.Database,
  plan_id: string,
  { now, drafts = [], lens = null }: { now: string; drafts?: readonly Terms[]; lens?: Lens | null },
): Terms[] {
  const offered = [...(prepared(sqlite, termsSql).all(plan_id, now) as Terms[]), ...drafts];
  const chosen = isChosen(lens);
  // Chosen alone, what is charged once is a period of its own.
  const all = lens?.billing_period === 'ONETIME' ? offered : termsOf(offered);
  const unique = new Map(all.filter(chosen).map((terms) => [`${terms.currency} ${terms.billing_period}`, terms]));
  return [...unique.values()];
}

const isChosen = (lens: Lens | null) => (terms: Terms) =>
  (!lens?.currency || terms.currency === lens.currency) &&
  (!lens?.billing_period || terms.billing_period === lens.billing_period);
