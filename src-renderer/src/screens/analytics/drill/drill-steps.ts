import type { Report, ReportEntryKind, ReportGroup, ReportRow, UnchargedRow } from '@shared/entities/analytics';
import type { DrillRow, UnchargedCustomer } from '@shared/entities/report';
import type { PageInput } from '../../../door/api';
import { isGone } from '../entries-gone';
import type { ReportQuestion } from '../report-question';

export type DrillQuestion = PageInput<'report.drill'>;
type Scope = Pick<
  DrillQuestion,
  | 'start_time'
  | 'end_time'
  | 'group_by'
  | 'customer_ids'
  | 'plan_ids'
  | 'group_ids'
  | 'feature_ids'
  | 'sources'
  | 'property_filters'
  | 'currency'
  | 'of_range'
>;
type Where = Pick<DrillQuestion, 'entry' | 'meter_id' | 'price_id' | 'line_item_id'> & {
  /** Below usage that is not charged: the customer as its events name it, and what the feature is called. */
  external_customer_id?: string;
  feature_name?: string;
};

/** Where one stands below a number of the report: a level of rows, or how one cost came about. */
export interface DrillStep {
  /** What the breadcrumb says: the row one came through. */
  label: string;
  level: DrillQuestion['level'] | 'explanation' | 'uncharged' | 'uncharged_events';
  scope: Scope;
  where: Where;
}

/** The report's question without what only shapes its picture. */
export function scopeOf(question: ReportQuestion, currency = question.currency): Scope {
  const { start_time, end_time, group_by, customer_ids, plan_ids, group_ids, feature_ids, sources } = question;
  return {
    start_time,
    end_time,
    group_by,
    customer_ids,
    plan_ids,
    group_ids,
    feature_ids,
    sources,
    property_filters: question.property_filters,
    currency,
  };
}

/** The entry as a drill names it; what is not told apart cannot be named. */
function entryRef({ key, kind }: { key: string; kind: ReportEntryKind }): Where {
  return kind === 'other' ? {} : { entry: { key, kind } };
}

/** The question that has something behind an entry or row: about the period before when there is only something in that. */
export function inPeriodOf(
  of: Pick<ReportRow, 'event_count' | 'total_cost'>,
  question: ReportQuestion,
  { previous }: Pick<Report, 'previous'>,
): ReportQuestion {
  if (!previous || !isGone(of)) return question;
  return { ...question, start_time: previous.start_time, end_time: previous.end_time };
}

/** Below an entry of the breakdown: its features, or its prices when it is a feature itself. */
export function stepOfEntry(question: ReportQuestion, entry: ReportGroup): DrillStep | null {
  if (entry.kind === 'other') return null;
  return {
    label: entry.name,
    level: entry.kind === 'feature' ? 'prices' : 'features',
    scope: scopeOf(question, entry.currency),
    where: entryRef(entry),
  };
}

/** Below a row of an entry: a feature's prices, or a price's line items. */
export function stepOfRow(question: ReportQuestion, entry: ReportGroup, row: ReportRow): DrillStep | null {
  const above = stepOfEntry(question, entry);
  if (!above) return null;
  return row.kind === 'price'
    ? { ...above, label: row.name, level: 'customers', where: { ...above.where, price_id: row.key } }
    : { ...above, label: row.name, level: 'prices', where: { ...above.where, meter_id: row.meter_id } };
}

/** How a row's cost was computed: at once when one price made it, else by way of its prices. */
export function stepOfCost(question: ReportQuestion, entry: ReportGroup, row: ReportRow): DrillStep | null {
  const below = stepOfRow(question, entry, row);
  const [only, ...others] = row.price_ids;
  if (!below || only === undefined) return null;
  if (others.length > 0) return below;
  return { ...below, level: 'explanation', where: { ...below.where, price_id: only } };
}

/** Below one window of the chart: the features of a series in it, or of everything. */
export function stepOfWindow(
  question: ReportQuestion,
  report: Pick<Report, 'windows' | 'start_time' | 'end_time'>,
  start: string,
  currency: string,
  label: string,
  entry: { key: string; kind: ReportEntryKind } | null,
): DrillStep {
  const next = report.windows[report.windows.indexOf(start) + 1] ?? report.end_time;
  return {
    label,
    level: entry?.kind === 'feature' ? 'prices' : 'features',
    // Weeks and months may begin before the range does.
    scope: {
      ...scopeOf(question, currency),
      start_time: start < report.start_time ? report.start_time : start,
      end_time: next > report.end_time ? report.end_time : next,
      of_range: { start_time: report.start_time, end_time: report.end_time },
    },
    where: entry ? entryRef(entry) : {},
  };
}

/** Below usage that nothing charges for: whose it is, and why. */
export const stepOfUncharged = (question: ReportQuestion, { meter_id, name }: UnchargedRow): DrillStep => ({
  label: name,
  level: 'uncharged',
  scope: scopeOf(question),
  where: { meter_id, feature_name: name },
});

/** The events of one of these customers. */
export const stepToUnchargedEvents = (
  step: DrillStep,
  { name, external_customer_id }: UnchargedCustomer,
): DrillStep => ({
  ...step,
  label: name || external_customer_id,
  level: 'uncharged_events',
  where: { ...step.where, external_customer_id },
});

/** One level down from a row of a drill; null where there is nothing below. */
export function stepBelow(step: DrillStep, row: DrillRow): DrillStep | null {
  const scope = { ...step.scope, currency: row.currency };
  if (step.level === 'features') {
    return { label: row.name, level: 'prices', scope, where: { ...step.where, meter_id: row.meter_id } };
  }
  if (step.level === 'prices') {
    // Many a price has the name of its feature, which is the crumb before.
    const label = row.plan_name && row.plan_name !== row.name ? `${row.name} on ${row.plan_name}` : row.name;
    return { label, level: 'customers', scope, where: { ...step.where, price_id: row.price_id } };
  }
  if (step.level === 'customers') {
    const where = { ...step.where, price_id: row.price_id, line_item_id: row.line_item_id };
    return { label: row.name || row.external_customer_id, level: 'events', scope, where };
  }
  return null;
}

/** How the cost of a price, or of one of its line items, came about. */
export function stepToExplain(step: DrillStep, row: DrillRow): DrillStep {
  return {
    label: 'How this was computed',
    level: 'explanation',
    scope: { ...step.scope, currency: row.currency },
    where: {
      ...step.where,
      price_id: row.price_id,
      ...(row.line_item_id !== '' && { line_item_id: row.line_item_id }),
    },
  };
}
