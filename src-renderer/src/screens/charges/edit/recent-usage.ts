import type { Decimal } from '@shared/big';
import type { Feature } from '@shared/entities/feature';
import type { Plan } from '@shared/entities/plan';
import type { Price } from '@shared/entities/price';
import { api } from '../../../door/api';
import { dayStart } from '../pricing/periods';

/** What a charge measured of late, customer by customer; or why that is not told. */
export type RecentUsage =
  | { kind: 'usage'; from: string; to: string; quantities: Decimal[] }
  | { kind: 'none'; reason: string };

/** Each customer's usage is a question of its own, so there is an end to how many are asked. */
const mostCustomers = 200;
const atOnce = 8;
const days29 = 29 * 86_400_000;

const none = (reason: string): RecentUsage => ({ kind: 'none', reason });

interface Range {
  /** The zone days are cut in. */
  zone: string;
  /** Usage before this moment keeps its price; null when all of it would be priced anew. */
  since: string | null;
}

/** The usage a price charged for in the last 30 days of local usage, per customer on its plan. */
export async function recentUsage(
  price: Price,
  plan: Plan | null,
  feature: Feature | null,
  { zone, since }: Range,
): Promise<RecentUsage> {
  const aggregation = price.meter?.aggregation;
  if (!plan || !feature || !aggregation) return none('The usage of this charge is not known.');
  if (aggregation.bucket_size || aggregation.group_by) {
    return none('This charge is priced bucket by bucket, so recent usage cannot be priced anew here.');
  }
  const { last_timestamp } = await api('event.summary', {});
  if (last_timestamp === null) return none('There is no usage yet to price anew.');
  const to = new Date(Date.parse(last_timestamp) + 1).toISOString();
  const firstDay = dayStart(new Date(Date.parse(last_timestamp) - days29).toISOString(), zone);
  const from = since !== null && since > firstDay ? since : firstDay;
  if (from >= to) return none('There is no usage yet since that moment.');
  const subscriptions = await api('subscription.search', { plan_id: plan.id, limit: 1000 });
  const customers = [...new Set(subscriptions.items.map((one) => one.external_customer_id))];
  if (customers.length > mostCustomers || subscriptions.pagination.total > subscriptions.items.length) {
    return none(`The plan has more than ${mostCustomers} customers: recent usage is not priced anew here.`);
  }
  const quantities: Decimal[] = [];
  for (let start = 0; start < customers.length; start += atOnce) {
    const answers = await Promise.all(
      customers
        .slice(start, start + atOnce)
        .map((external_customer_id) =>
          api('analytics.usage', { external_customer_id, feature_ids: [feature.id], start_time: from, end_time: to }),
        ),
    );
    for (const { items } of answers) {
      quantities.push(...items.filter((item) => item.price_id === price.id).map((item) => item.total_usage));
    }
  }
  return quantities.length > 0
    ? { kind: 'usage', from, to, quantities }
    : none(`This charge had no usage ${from === since ? 'since that moment' : 'in the last 30 days of usage here'}.`);
}
