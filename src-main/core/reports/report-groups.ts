import type { ReportGroup, ReportRow, ReportSeries } from '@shared/entities/analytics';
import type { MeterFacts } from '../analytics/charged-prices';
import { costText, quantityText } from '../analytics/settled-text';
import type { Collected, CollectedCharge } from './ledger';
import { addPartsToSeries } from './price-parts';

/** A group's part of a report in one currency, with its cost still as an integer (10^-30) to sort and sum by. */
export interface CostedGroup {
  cost: bigint;
  group: ReportGroup;
  series: ReportSeries;
}

export const noGroupName = 'No group';

/**
 * What was charged, by current group and currency, each with its rows by feature: dearest first, the currency with the
 * most events before the others. The prices without a group make up one of their own.
 */
export function groupsOf({ charges }: Collected, windowCount: number, countCustomers: boolean): CostedGroup[] {
  return byCurrency(charges).flatMap(([, ofCurrency]) =>
    [...Map.groupBy(ofCurrency, ({ price }) => price.group?.id ?? '').values()]
      .map((ofGroup) => costedGroup(ofGroup, windowCount, countCustomers))
      .sort((a, b) => byCostThenName(a, b, a.group.name, b.group.name)),
  );
}

/** What was charged in each currency; the currency with the most events first. */
export const costsByCurrency = ({ charges }: Collected): { currency: string; cost: bigint }[] =>
  byCurrency(charges).map(([currency, ofCurrency]) => ({ currency, cost: costOfCharges(ofCurrency) }));

function byCurrency(charges: readonly CollectedCharge[]): [string, CollectedCharge[]][] {
  const used = charges.filter(({ settlement }) => settlement.event_count > 0);
  const grouped = [...Map.groupBy(used, ({ price }) => price.currency)];
  return grouped.sort(([, a], [, b]) => eventCount(b) - eventCount(a));
}

const eventCount = (charges: readonly CollectedCharge[]) =>
  charges.reduce((sum, { settlement }) => sum + settlement.event_count, 0);

const costOfCharges = (charges: readonly CollectedCharge[]) =>
  charges.reduce((sum, { settlement }) => sum + settlement.cost, 0n);

const byCostThenName = (a: { cost: bigint }, b: { cost: bigint }, nameA: string, nameB: string) =>
  a.cost > b.cost ? -1 : a.cost < b.cost ? 1 : nameA < nameB ? -1 : nameA > nameB ? 1 : 0;

function costedGroup(charges: readonly CollectedCharge[], windowCount: number, countCustomers: boolean): CostedGroup {
  const first = charges[0]?.price;
  const group = first?.group ?? null;
  const entry = { key: group?.id ?? '', kind: group ? ('group' as const) : ('none' as const), stands_for: 1 };
  const name = group?.name ?? noGroupName;
  const currency = first?.currency ?? '';
  const rows = [...Map.groupBy(charges, ({ price }) => price.meter).entries()]
    .map(([meter, ofMeter]) => costedRow(meter, ofMeter, countCustomers))
    .sort((a, b) => byCostThenName(a, b, a.row.name, b.row.name));
  const cost = costOfCharges(charges);
  const usage = rows.reduce((sum, row) => sum + row.usage, 0n);
  return {
    cost,
    group: {
      ...entry,
      group_id: group?.id ?? null,
      name,
      lookup_key: group?.lookup_key ?? '',
      currency,
      total_cost: costText(cost),
      total_usage: areAlike(rows.map(({ row }) => row)) ? quantityText(usage) : null,
      event_count: eventCount(charges),
      rows: rows.map(({ row }) => row),
    },
    series: { ...entry, group_id: group?.id ?? null, name, currency, ...seriesOf(charges, windowCount) },
  };
}

/** Usage in different units, or measured in different ways, is not added up. */
const areAlike = (rows: readonly ReportRow[]) =>
  rows.every((row) => row.unit_plural === rows[0]?.unit_plural && row.aggregation_type === rows[0]?.aggregation_type);

function costedRow(meter: MeterFacts, charges: readonly CollectedCharge[], countCustomers: boolean) {
  const cost = costOfCharges(charges);
  const usage = charges.reduce((sum, { settlement }) => sum + settlement.usage, 0n);
  const prices = [...new Set(charges.map(({ price }) => price))].sort((a, b) => b.from - a.from || b.number - a.number);
  const row: ReportRow = {
    key: meter.id,
    kind: 'feature',
    feature_id: meter.feature_id,
    meter_id: meter.id,
    name: meter.name,
    unit: meter.unit,
    unit_plural: meter.unit_plural,
    aggregation_type: meter.aggregation.type,
    event_name: meter.event_name,
    price_ids: prices.map((price) => price.id),
    plan_ids: [...new Set(prices.map((price) => price.plan_id))],
    currency: prices[0]?.currency ?? '',
    total_usage: quantityText(usage),
    total_cost: costText(cost),
    event_count: eventCount(charges),
    customer_count: countCustomers ? new Set(charges.map(({ charge }) => charge?.customer_id)).size : null,
  };
  return { cost, usage, row };
}

function seriesOf(charges: readonly CollectedCharge[], windowCount: number) {
  const cost = new Array<bigint>(windowCount).fill(0n);
  const usage = new Array<bigint>(windowCount).fill(0n);
  for (const { settlement } of charges) {
    for (const [window, settled] of settlement.windows) {
      cost[window] = (cost[window] ?? 0n) + settled.cost;
      usage[window] = (usage[window] ?? 0n) + settled.usage;
    }
  }
  addPartsToSeries(
    charges.flatMap(({ parts }) => parts ?? []),
    usage,
    cost,
  );
  return { cost: cost.map(costText), usage: usage.map(quantityText) };
}
