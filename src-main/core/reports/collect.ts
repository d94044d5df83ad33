import type { MeterFacts } from '../analytics/charged-prices';
import { areFew } from '../analytics/days-of-use';
import type { Store } from '../store/open';
import { findFact } from '../usage/fact-days';
import { collectFromCustomerDays } from './collect-customer-days';
import { collectFromEvents } from './collect-events';
import { collectFromPriceDays } from './collect-price-days';
import { collectSums } from './collect-sums';
import { commitmentCharges, withCommitments } from './commitment-charges';
import { type Collected, type CollectedCharge, isSum, openLedger } from './ledger';
import { metersChargedTwice } from './meters-charged-twice';
import type { Question } from './question';

/**
 * Adds up what every price charges for, each meter by the cheapest route that is exact: usage by price and day, usage
 * by customer and day (sums or not), or the events themselves. Commitments come on top.
 */
export function collect(store: Store, question: Question): Collected {
  const collected = collectUsage(store, question);
  const added = addedByCommitments(store, question);
  return added.length === 0 ? collected : { ...collected, charges: withCommitments(collected.charges, added) };
}

/** What commitments add, line item by line item: nothing to a part of the usage (wire contract 6.8). */
export const addedByCommitments = (store: Store, question: Question): CollectedCharge[] =>
  question.filter
    ? []
    : commitmentCharges(store, question, (part) => collectUsage(store, { ...part, tellRead: undefined }));

function collectUsage(store: Store, question: Question): Collected {
  const ledger = openLedger(store, question);
  const routes = chooseRoutes(store, question);
  const tell = readTeller(question, routes);
  collectFromPriceDays(ledger.book, routes.priceDays);
  tell.add(routes.priceDays.length);
  collectSums(ledger.book, routes.sums, () => tell.add(1));
  collectFromCustomerDays(ledger.book, routes.customerDays, () => tell.add(1));
  collectFromEvents(ledger.book, routes.events, (share) => tell.ahead(share * routes.events.length));
  return ledger.close();
}

/** Tells how many of the meters are read. */
function readTeller({ tellRead }: Question, routes: Routes) {
  const total = Object.values(routes).reduce((sum: number, { length }: MeterFacts[]) => sum + length, 0);
  let read = 0;
  const ahead = (meters: number) => tellRead?.((read + meters) / total);
  return {
    add(meters: number) {
      read += meters;
      ahead(0);
    },
    /** So many more, in parts, without ending them. */
    ahead,
  };
}

interface Routes {
  priceDays: MeterFacts[];
  sums: MeterFacts[];
  customerDays: MeterFacts[];
  events: MeterFacts[];
}

function chooseRoutes(store: Store, question: Question): Routes {
  const meters = new Map<number, MeterFacts>();
  const apart = new Set<number>();
  const { calendar, from, to } = question;
  const isOfWholeDays =
    calendar.dayStart(calendar.dayOf(from)) === from && calendar.dayStart(calendar.dayOf(to)) === to;
  for (const { meter, compiled } of question.prices) {
    meters.set(meter.number, meter);
    // A part of a day has no cost of its own where cost is no sum of parts.
    if (!compiled.linear && !isOfWholeDays) apart.add(meter.number);
  }
  for (const meter of question.unchargedMeters) meters.set(meter.number, meter);
  const together = question.customers === null && !question.perLineItem;
  const twice =
    together && question.unchargedMeters.length > 0 ? metersChargedTwice(store, question.environment_id) : new Set();
  const { environment_id, filter } = question;
  // Of one fact alone, whole days are gone through sooner than event by event, kept or not; of few customers if it is kept.
  const isOfDays = Boolean(
    filter?.only && (!areFew(question.customers) || findFact(store.sqlite, environment_id, filter.only.name) !== null),
  );
  const routes: Routes = { priceDays: [], sums: [], customerDays: [], events: [] };
  for (const meter of meters.values()) {
    const { aggregation, number } = meter;
    if (!question.wholeDays || aggregation.bucket_size !== null) routes.events.push(meter);
    else if (filter) (isOfDays && isSum(meter) ? routes.sums : routes.events).push(meter);
    else if (!isSum(meter)) routes.customerDays.push(meter);
    else if (!together || apart.has(number) || twice.has(number)) routes.sums.push(meter);
    else routes.priceDays.push(meter);
  }
  return routes;
}
