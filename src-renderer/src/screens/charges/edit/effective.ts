import type { Price } from '@shared/entities/price';
import { nextPeriodStart } from '../pricing/periods';

/** When a new version starts, as chosen. */
export interface EffectiveDraft {
  choice: 'now' | 'next' | 'custom';
  /** The moment of `custom`; null while it is not typed. */
  at: string | null;
}

type Timed = Pick<Price, 'billing_period' | 'start_date'>;

const startsLater = (price: Timed, now: string) => price.start_date !== null && price.start_date > now;

/** The safe default: the start of the next period. A one-time charge has none: now, or when it starts. */
export function newEffective(price: Timed, now: string): EffectiveDraft {
  if (price.billing_period !== 'ONETIME') return { choice: 'next', at: null };
  return startsLater(price, now) ? { choice: 'custom', at: price.start_date } : { choice: 'now', at: null };
}

/** The start of the next period: after now, or after the charge's own start when that is later. */
export const nextEffective = (price: Timed, now: string, zone: string): string | null =>
  nextPeriodStart(price.billing_period, startsLater(price, now) && price.start_date ? price.start_date : now, zone);

/** The chosen moment; null while a custom one is not typed. `now` stands for itself. */
export function effectiveMoment(effective: EffectiveDraft, price: Timed, now: string, zone: string): string | null {
  if (effective.choice === 'now') return now;
  return effective.choice === 'next' ? nextEffective(price, now, zone) : effective.at;
}

/** Why a version cannot start then; null when it can. */
export function effectiveError(effective: EffectiveDraft, price: Timed, now: string, zone: string): string | null {
  const moment = effectiveMoment(effective, price, now, zone);
  if (moment === null) return 'Choose when the new version starts';
  if (price.start_date !== null && Date.parse(moment) < Date.parse(price.start_date)) {
    return 'The new version cannot start before the charge itself does';
  }
  return null;
}
