import type { OutputOf, Parsed } from '@shared/contract';
import type { CustomerPlan } from '@shared/entities/customer-plan';
import { foldText } from '@shared/rules/fold-text';
import type Database from 'better-sqlite3';
import { nextOffset } from '../list/search-rows';
import { endOfSubscription } from '../subscriptions/subscription-columns';
import { lastUsageDays } from './last-usage';

interface Row extends Omit<CustomerPlan, 'currencies' | 'last_usage'> {
  currencies: string | null;
  /** The customer's number among the events; null without usage. */
  customer: number | null;
  total: number;
}

/** `placed`: customers on plans; subscriptions to a plan that alike begin and end, one for each currency, are one. */
export const placedPlans = `placed as (
  select s.customer_id, s.plan_id, s.start_date, ${endOfSubscription} as end_date,
    json_group_array(distinct s.currency) as currencies
  from subscriptions s where s.environment_id = @environment_id and s.status = 'published'
  group by 1, 2, 3, 4 having ${endOfSubscription} is null or ${endOfSubscription} > s.start_date
)`;

const orders: Record<Parsed<'customerPlan.list'>['order_by'], string> = {
  name: 'people.name collate nocase',
  external_id: 'people.external_id',
  plan: 'plan.name collate nocase',
  start_date: 'placed.start_date',
  end_date: 'placed.end_date',
};

/**
 * One page of customers with their plans: a line for each plan a customer is or was on, one for a customer on none, and
 * one for each customer that only events know. Subscriptions that ended as they began are left out.
 */
export function listCustomerPlans(
  sqlite: Database.Database,
  environment_id: string,
  input: Parsed<'customerPlan.list'>,
): OutputOf<'customerPlan.list'> {
  const { search, plan_ids, limit, offset, direction } = input;
  const term = foldText(search.trim());
  const order = `${orders[input.order_by]} ${direction} nulls last`;
  const rows = sqlite
    .prepare(`
      with people as (
        select id as customer_id, external_id, name, search_text as text from customers
        where environment_id = @environment_id and status = 'published'
        union all
        select null, external_id, external_id, iif(@term = '', '', fold_text(external_id)) from event_customers e
        where environment_id = @environment_id and external_id <> '' and is_awaited = 0 and not exists (
          select 1 from customers c
          where c.environment_id = e.environment_id and c.external_id = e.external_id and c.status = 'published')
      ), ${placedPlans}
      select people.customer_id, people.external_id, people.name, placed.plan_id, coalesce(plan.name, '') as plan_name,
        placed.start_date, placed.end_date, placed.currencies, ec.number as customer, count(*) over () as total
      from people
      left join placed on placed.customer_id = people.customer_id
      left join plans plan on plan.id = placed.plan_id
      left join event_customers ec on ec.environment_id = @environment_id and ec.external_id = people.external_id
      where (@term = '' or instr(people.text, @term) > 0)
        and (@plans = '[]' or coalesce(placed.plan_id, '') in (select value from json_each(@plans)))
      order by ${order}, people.external_id, placed.start_date, placed.plan_id
      limit @limit offset @offset`)
    .all({ environment_id, term, plans: JSON.stringify(plan_ids), limit, offset }) as Row[];
  const lastDays = lastUsageDays(sqlite, environment_id, [...new Set(rows.flatMap(({ customer }) => customer ?? []))]);
  return {
    items: rows.map(({ customer, currencies, total: _total, ...row }) => {
      const day = customer === null ? undefined : lastDays.get(customer);
      return {
        ...row,
        currencies: (JSON.parse(currencies ?? '[]') as string[]).toSorted(),
        last_usage: day === undefined ? null : new Date(day * 86_400_000).toISOString().slice(0, 10),
      };
    }),
    pagination: { total: rows[0]?.total ?? 0, limit, offset: nextOffset(offset, limit) },
  };
}
