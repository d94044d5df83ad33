import type { UnchargedReason } from '@shared/entities/report';
import { toInstant } from '@shared/instant';
import type { ChargedPrice } from '../analytics/charged-prices';
import { chargesOf } from '../analytics/charges';
import type { Question } from '../reports/question';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { takes } from '../subscriptions/line-item';
import { endOfSubscription } from '../subscriptions/subscription-columns';
import { unchargedByCustomer } from './uncharged-by-customer';

/** Someone with usage that is not charged. */
interface Who {
  /** In the event table. */
  number: number;
  external_customer_id: string;
  event_count: number;
}

type Why = Omit<UnchargedReason, 'event_count'>;

/** Why usage of a customer is not charged, most events first: the reasons share its uncharged events among them. */
export function reasonsOf(store: Store, question: Question, who: Who): UnchargedReason[] {
  const stretches = stretchesOf(store, question, who);
  const [only, ...others] = [...new Set(stretches.map(({ key }) => key))];
  // Where there is one reason only, all the events have it; else each stretch tells how many it has.
  const counted = stretches.map(({ from, to, key, why }) => ({
    key,
    why,
    event_count: others.length === 0 ? 0 : countIn(store, question, who, from, to),
  }));
  return [...Map.groupBy(counted, ({ key }) => key)]
    .flatMap(([key, alike]) => {
      const count = alike.reduce((sum, { event_count }) => sum + event_count, 0);
      const why = alike[0]?.why;
      return why ? [{ ...why, event_count: others.length === 0 && key === only ? who.event_count : count }] : [];
    })
    .filter(({ event_count }) => event_count > 0)
    .sort((a, b) => b.event_count - a.event_count);
}

const countIn = (store: Store, question: Question, { number }: Who, from: number, to: number) =>
  unchargedByCustomer(store, { ...question, from, to, customers: [number] }).get(number)?.event_count ?? 0;

interface Stretch {
  from: number;
  to: number;
  key: string;
  why: Why;
}

/** The times at which nothing charges a customer for a meter, with why, one after another. */
function stretchesOf(store: Store, question: Question, who: Who): Stretch[] {
  const charged = chargesOf(store, question.prices, question, [who.number]);
  const subscriptions = subscriptionsOf(store, question.environment_id, who.external_customer_id);
  const edges = [...charged, ...subscriptions, ...question.prices].flatMap(({ from, to }) => [from, to]);
  const inside = edges.filter((at) => at > question.from && at < question.to);
  const cuts = [question.from, ...new Set(inside.toSorted((a, b) => a - b)), question.to];
  const stretches: Stretch[] = [];
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined || charged.some((one) => one.from <= from && one.to > from)) continue;
    const why = whyAt(from, subscriptions, question.prices);
    const key = JSON.stringify(why);
    const last = stretches.at(-1);
    if (last?.key === key && last.to === from) last.to = to;
    else stretches.push({ from, to, key, why });
  }
  return stretches;
}

interface Subscribed {
  plan_id: string;
  plan_name: string;
  currency: string;
  billing_period: string;
  from: number;
  to: number;
}

const isAt = (at: number) => (one: { from: number; to: number }) => one.from <= at && at < one.to;

/** The reason that a person can do most about comes first. */
function whyAt(at: number, subscriptions: readonly Subscribed[], prices: readonly ChargedPrice[]): Why {
  const on = subscriptions.filter(isAt(at));
  if (on.length === 0) return whyOnNoPlan(at, subscriptions);
  const reasons = on.map((subscription): { rank: number; why: Why } => {
    const { plan_id, plan_name } = subscription;
    const told = (rank: number, why: Why['why'], moment: number | null = null) => ({
      rank,
      why: { why, plan_id, plan_name, at: moment === null || !Number.isFinite(moment) ? null : toInstant(moment) },
    });
    const ofPlan = prices.filter((price) => price.plan_id === plan_id);
    const taken = ofPlan.filter((price) => takes(subscription, price));
    const running = taken.find(isAt(at));
    if (running) return told(0, 'not_taken', running.to);
    if (ofPlan.some(isAt(at))) return told(1, 'other_terms');
    const later = taken.map(({ from }) => from).filter((from) => from > at);
    if (later.length > 0) return told(2, 'not_yet', Math.min(...later));
    if (taken.length > 0) return told(3, 'no_longer', Math.max(...taken.map(({ to }) => to)));
    return ofPlan.length > 0 ? told(1, 'other_terms') : told(4, 'no_charge');
  });
  reasons.sort((a, b) => a.rank - b.rank);
  return reasons[0]?.why ?? whyOnNoPlan(at, subscriptions);
}

function whyOnNoPlan(at: number, subscriptions: readonly Subscribed[]): Why {
  const next = subscriptions.filter(({ from }) => from > at).toSorted((a, b) => a.from - b.from)[0];
  const last = subscriptions.filter(({ to }) => to <= at).toSorted((a, b) => b.to - a.to)[0];
  const about = next ?? last;
  if (!about) return { why: 'never_on_plan', plan_id: '', plan_name: '', at: null };
  const { plan_id, plan_name } = about;
  return next
    ? { why: 'before_plan', plan_id, plan_name, at: toInstant(next.from) }
    : { why: 'after_plan', plan_id, plan_name, at: toInstant(about.to) };
}

const subscriptionsSql = `
  select s.plan_id, p.name as plan_name, s.currency, s.billing_period, s.start_date, ${endOfSubscription} as end_date
  from customers c join subscriptions s on s.customer_id = c.id and s.status = 'published'
  join plans p on p.id = s.plan_id
  where c.environment_id = ? and c.external_id = ?`;

/** Also those of customers that had the external id before; what ended as it began never was. */
const subscriptionsOf = ({ sqlite }: Store, environment_id: string, external_id: string): Subscribed[] =>
  (prepared(sqlite, subscriptionsSql).all(environment_id, external_id) as SubscriptionRow[])
    .map(({ start_date, end_date, ...subscription }) => ({
      ...subscription,
      from: Date.parse(start_date),
      to: end_date === null ? Number.POSITIVE_INFINITY : Date.parse(end_date),
    }))
    .filter(({ from, to }) => to > from);

interface SubscriptionRow extends Omit<Subscribed, 'from' | 'to'> {
  start_date: string;
  end_date: string | null;
}
