import type { DrillInput } from '@shared/entities/report';
import { notFound } from '@shared/errors';
import type { ChargedPrice } from '../analytics/charged-prices';
import { cancelCheck } from '../cancel';
import type { Call } from '../deps';
import { narrowedFilter } from '../reports/event-filter';
import type { Question } from '../reports/question';
import { isByPart, type PartCharge } from '../reports/report-dimension';
import { questionOf } from '../reports/report-question';
import { readReport } from '../reports/report-reading';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';

/** Where one stands below a report: one of its entries, then a feature's meter, a price, a line item; each optional. */
export type SelectionInput = Omit<DrillInput, 'level' | 'limit' | 'offset'>;

/** The part of a report that was gone down to. */
export interface Selection {
  question: Question;
  /** What charges are read by: `group`, unless every source or value of a property is still apart. */
  group_by: string;
  line_item_id: string | null;
}

/** The same filters as the report, narrowed to where one stands. Without windows: below a report there are totals only. */
export function selectionOf(input: SelectionInput, { deps: { store }, context }: Call): Selection {
  const { entry, of_range } = input;
  const byPart = isByPart(input.group_by);
  const customer_ids = entry?.kind === 'customer' ? onlyOf(input.customer_ids, entry.key) : input.customer_ids;
  const asked = questionOf(store, { ...input, customer_ids, window_size: 'MONTH' }, context.environment_id);
  const line_item_id = input.line_item_id ?? null;
  const question: Question = {
    ...asked,
    windows: [asked.from],
    wholeDays: true,
    prices: asked.prices.filter((price) => isInEntry(price, input) && isBelow(price, input)),
    unchargedMeters: [],
    ofRange: of_range && { from: Date.parse(of_range.start_time), to: Date.parse(of_range.end_time) },
    checkpoint: cancelCheck(context),
  };
  if (line_item_id !== null) {
    const number = customerOf(store, line_item_id);
    question.customers = asked.customers === null || asked.customers.includes(number) ? [number] : [];
  }
  if (!byPart || !entry) return { question, group_by: byPart ? input.group_by : 'group', line_item_id };
  const wanted = entry.kind === 'none' ? null : entry.key;
  question.filter = narrowedFilter(store, asked.filter ?? null, input.group_by, wanted);
  return { question, group_by: 'group', line_item_id };
}

/** A filter narrowed to one id: what the filter left out stays out. */
const onlyOf = (ids: readonly string[], id: string) => (ids.length === 0 || ids.includes(id) ? [id] : ['']);

function isInEntry({ group, meter, plan_id }: ChargedPrice, { group_by, entry }: SelectionInput): boolean {
  if (!entry) return true;
  if (group_by === 'group') return (group?.id ?? '') === entry.key;
  if (group_by === 'feature') return (meter.feature_id || meter.id) === entry.key;
  return group_by !== 'plan' || plan_id === entry.key;
}

const isBelow = (price: ChargedPrice, { meter_id, price_id }: SelectionInput) =>
  (!meter_id || price.meter.id === meter_id) && (!price_id || price.id === price_id);

/** Number of the line item's customer in the event table. */
function customerOf({ sqlite }: Store, line_item_id: string): number {
  const sql = `
    select w.customer from line_items li join charge_windows w on w.line_item = li.number where li.id = ?`;
  const number = prepared(sqlite, sql).pluck().get(line_item_id) as number | undefined;
  if (number === undefined) throw notFound('Line item not found');
  return number;
}

/** What was charged in a selection, line item by line item when `apart`; without what came to nothing. */
export function chargesIn(store: Store, { question, group_by, line_item_id }: Selection, apart: boolean): PartCharge[] {
  const perLineItem = apart || line_item_id !== null;
  const { charges } = readReport(store, { ...question, perLineItem }, group_by);
  return (question.ofRange ? charges.map(asInWindow) : charges).filter(
    ({ charge, settlement }) =>
      (settlement.event_count > 0 || settlement.cost !== 0n) &&
      (line_item_id === null || charge?.line_item_id === line_item_id),
  );
}

/** Buckets are rounded once, for all of the range that a window is a part of: not in a window. */
function asInWindow(charge: PartCharge): PartCharge {
  if (charge.price.meter.aggregation.bucket_size === null) return charge;
  const { settlement } = charge;
  const cost = [...settlement.windows.values()].reduce((sum, window) => sum + window.cost, 0n);
  return { ...charge, settlement: { ...settlement, cost } };
}
