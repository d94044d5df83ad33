import type { ReportInput } from '@shared/entities/analytics';
import { type Account, openAccount } from '../analytics/account';
import type { MeterFacts } from '../analytics/charged-prices';
import { type Charge, chargesOf } from '../analytics/charges';
import { daysOfUse } from '../analytics/days-of-use';
import { lineItemWindowings } from '../analytics/line-item-windowing';
import { meterMeasure } from '../analytics/meter-measure';
import { metersOfFeatures } from '../analytics/meters-of-features';
import { rawEvents } from '../analytics/raw-events';
import { oneWindow } from '../analytics/told-windows';
import { usageMeters } from '../analytics/usage-catalog';
import type { Call } from '../deps';
import { chargesAsked } from '../reports/asked-customers';
import { chargedCustomers } from '../reports/charged-customers';
import { addedByCommitments } from '../reports/collect';
import type { CollectedCharge } from '../reports/ledger';
import type { Question } from '../reports/question';
import { questionOf } from '../reports/report-question';
import type { Store } from '../store/open';
import { sourceNames } from '../usage/raw-usage';
import { type EventNamePart, partsByEventName } from './by-event-name';
import { type ChargedUsage, chargeColumns, chargeRows } from './charge-row';
import type { FilePlan } from './file-plan';

/** Progress is told about so often while events are read. */
const tellEvery = 50_000;

/**
 * The upstream-compatible usage_analytics export (wire contract 7): one row per customer, line item price and source, as
 * the analytics of each customer grouped by source and feature answer them. A customer that no subscription charges
 * has its usage of all meters at no cost and no currency (6.5), unless a filter asks for plans or groups. What a
 * commitment adds to all sources together is a row of its own without usage at the end: the wire forces it on every
 * source instead, so that its rows may come to more than the line item.
 */
export function usageAnalyticsFile(
  input: ReportInput,
  { deps: { store }, context: { environment_id } }: Call,
): FilePlan {
  const question = questionOf(store, { ...input, window_size: null }, environment_id);
  const takesUncharged = input.plan_ids.length === 0 && input.group_ids.length === 0 && input.currency === '';
  const charged = question.prices.map(({ meter }) => meter);
  const isWanted = metersOfFeatures(store, environment_id, input.feature_ids);
  const meters = takesUncharged ? [...usageMeters(store, environment_id).values()].filter(isWanted) : charged;
  const byId = new Map([...charged, ...meters].map((meter) => [meter.id, meter]));
  const parts = partsByEventName(byId.values(), question.prices).filter(({ event_number }) => event_number !== null);
  const rowsOf = chargeRows(store, input);
  return {
    columns: chargeColumns,
    steps: parts.length,
    *batches() {
      for (const [index, part] of parts.entries()) {
        for (const step of usageOfPart(store, question, part, takesUncharged)) {
          if (step.usages) yield { rows: rowsOf(step.usages), done: index + 1 };
          else yield { rows: [], done: index + step.progress };
        }
      }
      const added = addedByCommitments(store, question).flatMap(addedUsage);
      if (added.length > 0) yield { rows: rowsOf(added), done: parts.length };
    },
  };
}

const addedUsage = ({ price, charge, settlement }: CollectedCharge): ChargedUsage[] =>
  charge ? [{ meter: price.meter, price, customer_id: charge.customer_id, source: '', settled: settlement }] : [];

interface OpenUsage {
  meter: MeterFacts;
  charge: Charge | null;
  customer_id: string;
  source: string;
  account: Account;
}

/** Reads the events of one name once and books each with every line item that charges its customer, by source. */
function* usageOfPart(store: Store, question: Question, part: EventNamePart, takesUncharged: boolean) {
  const { from, to } = question;
  const charges = chargesOf(store, part.prices, question, question.customers).filter(chargesAsked(question));
  const chargesBy = Map.groupBy(charges, ({ price, customer }) => `${price.meter.number}/${customer}`);
  const measures = part.meters.map((meter) => ({ meter, measure: meterMeasure(meter) }));
  const windowings = lineItemWindowings(store);
  const unsubscribed = unsubscribedCustomers(store, question);
  const { idOf: customerOf } = chargedCustomers(store, { isEverybody: question.customers === null });
  const sourceOf = sourceNames(store.sqlite);
  const open = new Map<string, OpenUsage>();

  function usageOf(meter: MeterFacts, charge: Charge | null, customer: number, source: number): OpenUsage {
    const key = `${charge?.line_item ?? `${meter.number}/${customer}`}/${source}`;
    let usage = open.get(key);
    if (!usage) {
      const account = openAccount(meter, charge?.price ?? null, () => ({
        windowing: charge ? windowings.ofCharge(charge) : windowings.ofCustomer(customer),
        from,
        ...oneWindow,
      }));
      const customer_id = charge ? customerOf(charge) : (unsubscribed(customer) ?? '');
      usage = { meter, charge, customer_id, source: sourceOf(source), account };
      open.set(key, usage);
    }
    return usage;
  }

  let read = 0;
  const { environment_id, customers } = question;
  const segments = daysOfUse(store, {
    environment_id,
    segments: [[part.event_number ?? -1, from, to]],
    customers,
    readers: part.meters,
  });
  for (const event of rawEvents(store, segments, customers)) {
    const [, at, customer, source, properties, ingested_at] = event;
    read += 1;
    if (read % tellEvery === 0) yield { usages: null, progress: (at - from) / (to - from) };
    if (question.filter && !question.filter.passes(event)) continue;
    for (const { meter, measure } of measures) {
      const measured = measure(at, properties, ingested_at);
      if (!measured) continue;
      for (const charge of chargesBy.get(`${meter.number}/${customer}`) ?? []) {
        if (at < charge.from || at >= charge.to) continue;
        usageOf(meter, charge, customer, source).account.addEvent(0, measured);
      }
      if (!takesUncharged || unsubscribed(customer) === null) continue;
      usageOf(meter, null, customer, source).account.addEvent(0, measured);
    }
  }
  yield {
    usages: [...open.values()].map(({ account, charge, ...usage }) => ({
      ...usage,
      price: charge?.price ?? null,
      settled: account.settle(),
    })),
    progress: 1,
  };
}

const unsubscribedSql = `
  select c.id from event_customers ec
  join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id
  where ec.number = ? and c.status = 'published' and not exists (
    select 1 from subscriptions s where s.customer_id = c.id
      and s.subscription_status in ('active', 'trialing', 'paused', 'cancelled'))`;

/** The id of a customer by its number in events when it is asked about and has no subscription that counts (6.7); else null. */
function unsubscribedCustomers({ sqlite }: Store, question: Question): (customer: number) => string | null {
  const isAsked = chargesAsked(question);
  // A statement of its own: one that others keep may not run while events are read.
  const find = sqlite.prepare(unsubscribedSql).pluck();
  const known = new Map<number, string | null>();
  return (customer) => {
    let id = known.get(customer);
    if (id === undefined) {
      const found = find.get(customer) as string | undefined;
      id = found !== undefined && isAsked({ customer_id: found }) ? found : null;
      known.set(customer, id);
    }
    return id;
  };
}
