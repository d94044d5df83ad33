import type { Drill, DrillInput, DrillRow } from '@shared/entities/report';
import { toInstant } from '@shared/instant';
import { costText, quantityText } from '../analytics/settled-text';
import type { Call } from '../deps';
import type { Range } from '../reports/question';
import type { PartCharge } from '../reports/report-dimension';
import { costsByCurrency } from '../reports/report-groups';
import { type CustomerName, customerNames, planNames } from '../reports/report-names';
import { byCostThenName, costOfCharges, eventCount } from '../reports/report-rows';
import { drillEvents } from './drill-events';
import { chargesIn, selectionOf } from './selection';

/** The next level below a number of a report: its rows add up to that number, or its events are those it counted. */
export function drill(input: DrillInput, call: Call): Drill {
  const { store } = call.deps;
  const { environment_id } = call.context;
  const { level, limit, offset } = input;
  const selection = selectionOf(input, call);
  const charges = chargesIn(store, selection, level === 'customers' || level === 'prices');
  const totals = costsByCurrency(charges).map(({ currency, cost }) => ({
    currency,
    total_cost: costText(cost),
    event_count: eventCount(charges.filter(({ price }) => price.currency === currency)),
  }));
  if (level === 'events') {
    const events = drillEvents(store, selection, { limit, offset });
    return { level, totals, rows: [], events, total_count: eventCount(charges), offset };
  }
  const plans = planNames(store, environment_id);
  const customers = customerNames(store, environment_id, customerIds(charges, level));
  const rows = [...Map.groupBy(charges, keyOf[level])]
    .flatMap(([key, ofRow]) => {
      const [first] = ofRow;
      if (!first) return [];
      const cost = costOfCharges(ofRow);
      return [{ cost, row: drillRow(level, key, first, ofRow, { plans, customers }, selection.question) }];
    })
    .sort((a, b) => byCostThenName(a, b, `${a.row.name} ${a.row.key}`, `${b.row.name} ${b.row.key}`))
    .map(({ row }) => row);
  return {
    level,
    totals,
    rows: rows.slice(offset, offset + limit),
    events: [],
    total_count: rows.length,
    offset,
  };
}

type Level = 'features' | 'prices' | 'customers';

const keyOf: Readonly<Record<Level, (charge: PartCharge) => string>> = {
  features: ({ price }) => `${price.meter.id}/${price.currency}`,
  prices: ({ price }) => price.id,
  customers: ({ charge }) => charge?.line_item_id ?? '',
};

const customerIds = (charges: readonly PartCharge[], level: Level) =>
  level === 'customers' ? [...new Set(charges.flatMap(({ charge }) => charge?.customer_id ?? []))] : [];

interface Names {
  plans: ReadonlyMap<string, { name: string }>;
  customers: ReadonlyMap<string, CustomerName>;
}

function drillRow(
  level: Level,
  key: string,
  { price, charge }: PartCharge,
  charges: readonly PartCharge[],
  { plans, customers }: Names,
  range: Range,
): DrillRow {
  const { meter } = price;
  const isPrice = level !== 'features';
  const line = level === 'customers' ? charge : null;
  const customer = line ? customers.get(line.customer_id) : undefined;
  const plan_name = isPrice ? (plans.get(price.plan_id)?.name ?? '') : '';
  // Of a window no more is told, though buckets reach beyond it.
  const from = line ? Math.max(line.from, range.from) : price.from;
  const to = line ? Math.min(line.to, range.to) : price.to;
  const name =
    level === 'features'
      ? meter.name
      : level === 'prices'
        ? price.display_name || plan_name || meter.name
        : customer?.name || (customer?.external_id ?? '');
  const below =
    level === 'features'
      ? new Set(charges.map((one) => one.price.id)).size
      : level === 'prices'
        ? new Set(charges.map((one) => one.charge?.line_item)).size
        : eventCount(charges);
  return {
    key,
    name,
    meter_id: meter.id,
    feature_id: meter.feature_id,
    price_id: isPrice ? price.id : '',
    plan_id: isPrice ? price.plan_id : '',
    plan_name,
    line_item_id: line?.line_item_id ?? '',
    customer_id: line?.customer_id ?? '',
    external_customer_id: customer?.external_id ?? '',
    from: isPrice ? toInstant(from) : null,
    to: isPrice && Number.isFinite(to) ? toInstant(to) : null,
    unit: meter.unit,
    unit_plural: meter.unit_plural,
    aggregation_type: meter.aggregation.type,
    currency: price.currency,
    below_count: below,
    total_usage: quantityText(charges.reduce((sum, { settlement }) => sum + settlement.usage, 0n)),
    total_cost: costText(costOfCharges(charges)),
    event_count: eventCount(charges),
  };
}
