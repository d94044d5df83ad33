import type { OutputOf } from '@shared/contract';
import type Database from 'better-sqlite3';
import { endOfSubscription } from '../subscriptions/subscription-columns';

/**
 * The plans that customers are on, or will be: what has ended by `now` (an instant) is left out, as are customers on none. In
 * the order in which they were put on them.
 */
export function plansNow(
  sqlite: Database.Database,
  environment_id: string,
  customer_ids: readonly string[],
  now: string,
): OutputOf<'customerPlan.now'>['items'] {
  return sqlite
    .prepare<[string, string, string], OutputOf<'customerPlan.now'>['items'][number]>(`
      select s.customer_id, s.plan_id, p.name as plan_name
      from subscriptions s join plans p on p.id = s.plan_id
      where s.customer_id in (select value from json_each(?)) and s.environment_id = ? and s.status = 'published'
        and coalesce(${endOfSubscription}, '~') > ?
      group by 1, 2 order by min(s.number)`)
    .all(JSON.stringify(customer_ids), environment_id, now);
}
