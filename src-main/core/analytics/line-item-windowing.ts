import { toInstant } from '@shared/instant';
import { type Windowing, withBillingAnchor } from '@shared/rules/anchored-months';
import { calendarOf } from '@shared/rules/windows';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { Charge } from './charges';

/** What cuts the usage of line items and customers into buckets, as the analytics of each customer do (wire contract 6.11). */
export interface Windowings {
  /** The customer's zone; months begin on the day on which the subscription did. */
  ofCharge(charge: Pick<Charge, 'subscription_id' | 'customer' | 'begins'>): Windowing;
  /** The zone of a customer, by its number in events, and months of the calendar: for what no subscription charges. */
  ofCustomer(customer: number): Windowing;
}

const subscriptionSql = `
  select s.start_date, c.timezone from subscriptions s join customers c on c.id = s.customer_id where s.id = ?`;
const customerSql = `
  select c.timezone from event_customers ec
  join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id
  where ec.number = ? and c.status = 'published'`;

/** Looks windowings up while events are read; those that are alike are one. UTC where a customer has no zone. */
export function lineItemWindowings({ sqlite }: Pick<Store, 'sqlite'>): Windowings {
  const bySubscription = new Map<string, Windowing>();
  const byCustomer = new Map<number, Windowing>();
  const anchored = new Map<string, Windowing>();

  function zoneOf(customer: number): string {
    const found = prepared(sqlite, customerSql).get(customer) as { timezone: string } | undefined;
    return found?.timezone || 'UTC';
  }

  function ofCustomer(customer: number): Windowing {
    let windowing = byCustomer.get(customer);
    if (!windowing) {
      windowing = calendarOf(zoneOf(customer));
      byCustomer.set(customer, windowing);
    }
    return windowing;
  }

  /** Making one takes a hundred times as long as finding it, and many subscriptions begin on one day. */
  function anchoredAt(timezone: string, start_date: string): Windowing {
    const key = `${timezone} ${start_date}`;
    let windowing = anchored.get(key);
    if (!windowing) {
      windowing = withBillingAnchor(calendarOf(timezone || 'UTC'), Date.parse(start_date));
      anchored.set(key, windowing);
    }
    return windowing;
  }

  return {
    ofCustomer,
    ofCharge({ subscription_id, customer, begins }) {
      // A line item that is only supposed may be of no subscription.
      if (subscription_id === '') return ofCustomer(customer);
      const key = begins === undefined ? subscription_id : `${subscription_id} ${begins}`;
      let windowing = bySubscription.get(key);
      if (!windowing) {
        const found = prepared(sqlite, subscriptionSql).get(subscription_id) as
          | { start_date: string; timezone: string }
          | undefined;
        const start_date = begins === undefined ? (found?.start_date ?? '') : toInstant(begins);
        windowing = anchoredAt(found?.timezone ?? zoneOf(customer), start_date);
        bySubscription.set(key, windowing);
      }
      return windowing;
    },
  };
}
