import type { FilterCondition } from '@shared/list';
import type { ChargeView } from '../plans/charge-terms';

interface MemberQuery {
  allow_expired_prices: boolean;
  start_date_lt?: string;
  filters?: FilterCondition[];
}

const dateIs = (field: string, operator: 'before' | 'after', date: string): FilterCondition => ({
  field,
  operator,
  data_type: 'date',
  value: { date },
});

/** A choice of charges as the price search asks for it; `now` is a UTC instant. */
export function memberQuery(view: ChargeView, now: string): MemberQuery {
  switch (view) {
    case 'all':
      return { allow_expired_prices: true };
    case 'current':
      return { allow_expired_prices: false };
    case 'active':
      // One millisecond later, so that a price that starts at this very moment counts as started.
      return { allow_expired_prices: false, start_date_lt: new Date(Date.parse(now) + 1).toISOString() };
    case 'upcoming':
      return { allow_expired_prices: false, filters: [dateIs('start_date', 'after', now)] };
    case 'inactive':
      return { allow_expired_prices: true, filters: [dateIs('end_date', 'before', now)] };
  }
}
