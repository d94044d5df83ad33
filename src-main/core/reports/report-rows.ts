import type { ReportRow } from '@shared/entities/analytics';
import type { ChargedPrice } from '../analytics/charged-prices';
import { costText, quantityText } from '../analytics/settled-text';
import type { PartCharge } from './report-dimension';

/** Events that were charged for; one that two prices charge for counts twice. */
export const eventCount = (charges: readonly PartCharge[]) =>
  charges.reduce((sum, { settlement }) => sum + settlement.event_count, 0);

/** Whether anything was used of it or is owed on it: what is trued up costs without any usage. */
export const isOwed = ({ event_count, cost }: PartCharge['settlement']) => event_count > 0 || cost > 0n;

export const costOfCharges = (charges: readonly PartCharge[]) =>
  charges.reduce((sum, { settlement }) => sum + settlement.cost, 0n);

/** Dearest first; of the same cost by name. */
export const byCostThenName = (a: { cost: bigint }, b: { cost: bigint }, nameA: string, nameB: string) =>
  a.cost > b.cost ? -1 : a.cost < b.cost ? 1 : nameA < nameB ? -1 : nameA > nameB ? 1 : 0;

/** A row with its sums still integers, to sort and add by. */
export interface CostedRow {
  cost: bigint;
  usage: bigint;
  row: ReportRow;
}

export interface RowChoices {
  rowsAre: 'feature' | 'price';
  countCustomers: boolean;
  /** What a price is called. */
  priceName(price: ChargedPrice): string;
}

/** The rows of an entry in one currency: its features, or its prices; dearest first. */
export function rowsOf(charges: readonly PartCharge[], choices: RowChoices): CostedRow[] {
  const keyOf = ({ price }: PartCharge) => (choices.rowsAre === 'price' ? price.id : price.meter.id);
  return [...Map.groupBy(charges, keyOf)]
    .flatMap(([key, ofRow]) => {
      const [first] = ofRow;
      return first ? [costedRow(key, first.price, ofRow, choices)] : [];
    })
    .sort((a, b) => byCostThenName(a, b, a.row.name, b.row.name));
}

function costedRow(key: string, first: ChargedPrice, charges: readonly PartCharge[], choices: RowChoices): CostedRow {
  const { meter } = first;
  const cost = costOfCharges(charges);
  const usage = charges.reduce((sum, { settlement }) => sum + settlement.usage, 0n);
  const prices = [...new Set(charges.map(({ price }) => price))].sort((a, b) => b.from - a.from || b.number - a.number);
  const row: ReportRow = {
    key,
    kind: choices.rowsAre,
    feature_id: meter.feature_id,
    meter_id: meter.id,
    name: choices.rowsAre === 'price' ? choices.priceName(first) : meter.name,
    unit: meter.unit,
    unit_plural: meter.unit_plural,
    aggregation_type: meter.aggregation.type,
    event_name: meter.event_name,
    price_ids: prices.map((price) => price.id),
    plan_ids: [...new Set(prices.map((price) => price.plan_id))],
    currency: first.currency,
    total_usage: quantityText(usage),
    total_cost: costText(cost),
    event_count: eventCount(charges),
    customer_count: choices.countCustomers ? customerCount(charges) : null,
  };
  return { cost, usage, row };
}

/** Customers with usage: what is trued up without any is no use. */
const customerCount = (charges: readonly PartCharge[]) =>
  new Set(charges.flatMap(({ charge, settlement }) => (settlement.event_count > 0 ? [charge?.customer_id] : []))).size;

/** Usage in different units, or measured in different ways, is not added up. */
export const areAlike = (rows: readonly ReportRow[]) =>
  rows.every((row) => row.unit_plural === rows[0]?.unit_plural && row.aggregation_type === rows[0]?.aggregation_type);
