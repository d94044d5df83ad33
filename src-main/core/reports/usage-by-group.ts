import type { Report, ReportInput } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import { divideRounded, fromScaled } from '@shared/rules/scaled-decimal';
import { costText } from '../analytics/settled-text';
import { cancelCheck } from '../cancel';
import type { Call } from '../deps';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { previousPeriod } from './previous-period';
import type { Question } from './question';
import { isByPart, type PartCharge, rowsOfEntries } from './report-dimension';
import { byCurrency, costsByCurrency, type Entry, groupOf, seriesOf } from './report-groups';
import { planNames } from './report-names';
import { previousOf, questionOf } from './report-question';
import { readReport } from './report-reading';
import { eventCount, type RowChoices } from './report-rows';
import { tellAsked } from './tell-asked';
import { unchargedEntries, unchargedRows } from './uncharged-usage';

/**
 * Usage and cost over a range by group, or whatever else the entries are, as the Analytics screen and the exports show
 * it. Throws AppError once the question is withdrawn.
 */
export function usageByGroup(input: ReportInput, call: Call): Report {
  const { deps, context } = call;
  const { store } = deps;
  const { environment_id } = context;
  const { group_by } = input;
  const question: Question = {
    ...questionOf(store, input, environment_id),
    perLineItem: input.count_customers,
    checkpoint: cancelCheck(context),
  };
  const reading = readReport(store, question, group_by, input.most_series);
  tellAsked(call, group_by, question);
  const before = readBefore(store, question, input);
  const choices = rowChoices(store, environment_id, rowsOfEntries(group_by), input.count_customers);
  const used = byCurrency(reading.charges).flatMap(([, charges]) => charges);
  const entries = reading.tell(input.most_entries, { windows: false });
  const series = reading.tell(input.most_series, { windows: true });
  return {
    start_time: input.start_time,
    end_time: input.end_time,
    window_size: input.window_size,
    timezone: question.calendar.zone,
    windows: question.windows.map(toInstant),
    group_by,
    is_priced_apart: isByPart(group_by),
    groups: entries.map((entry) => groupOf(entry, choices)),
    series: series.map((entry) => seriesOf(entry, question.windows.length)),
    totals: totalsOf(reading.charges),
    uncharged: unchargedRows(reading.uncharged),
    uncharged_entries: unchargedEntries(store, group_by, reading, input.most_entries),
    previous:
      before && input.previous === 'series'
        ? previousPeriod(before.question, before.reading, toldApart(input, entries, series), choices)
        : null,
    kpis: {
      event_count: eventCount(used),
      active_features: new Set(used.map(({ price }) => price.meter.id)).size,
      active_customers: input.count_customers ? customersOf(reading.charges) : null,
      top_group: topEntry(entries, reading.charges),
      previous_totals: totalsOf(before?.reading.charges ?? []),
    },
    data_as_of: dataAsOf(store, environment_id),
  };
}

/** The period of equal length just before, as far as it is asked for. */
function readBefore(store: Store, question: Question, { previous, group_by, most_series }: ReportInput) {
  if (previous === 'none') return null;
  const asked = previousOf(question, { windows: previous === 'series' });
  // Totals are the same however entries are cut, but for parts that are each charged from zero.
  const reading =
    previous === 'totals' && !isByPart(group_by)
      ? readReport(store, { ...asked, perLineItem: false }, 'group')
      : readReport(store, asked, group_by, most_series);
  return { question: asked, reading };
}

const toldApart = ({ most_entries, most_series }: ReportInput, entries: Entry[], series: Entry[]) => ({
  groups: { entries, most: most_entries },
  series: { entries: series, most: most_series },
});

/** What rows are, and what prices are called: their display name; their plan's name where it has none or the feature's. */
export function rowChoices(
  store: Store,
  environment_id: string,
  rowsAre: RowChoices['rowsAre'],
  countCustomers: boolean,
): RowChoices {
  const plans = rowsAre === 'price' ? planNames(store, environment_id) : null;
  return {
    rowsAre,
    countCustomers,
    priceName: ({ display_name, plan_id, meter }) =>
      (display_name !== meter.name && display_name) || plans?.get(plan_id)?.name || meter.name,
  };
}

const totalsOf = (charges: readonly PartCharge[]) =>
  costsByCurrency(charges).map(({ currency, cost }) => ({ currency, total_cost: costText(cost) }));

/** The dearest entry of the currency with the most events; null when nothing was charged. */
function topEntry(entries: readonly Entry[], charges: readonly PartCharge[]): Report['kpis']['top_group'] {
  const [top] = entries;
  if (!top || top.cost <= 0n) return null;
  const total = costsByCurrency(charges)[0]?.cost ?? top.cost;
  return {
    name: top.name.name,
    currency: top.currency,
    total_cost: costText(top.cost),
    share_percent: fromScaled(divideRounded(top.cost * 1000n, total), 1),
  };
}

function customersOf(charges: readonly PartCharge[]): number {
  const used = charges.filter(({ settlement }) => settlement.event_count > 0);
  return new Set(used.map(({ charge }) => charge?.customer_id)).size;
}

/** When the newest event was written here; null before the first one. */
function dataAsOf({ sqlite }: Store, environment_id: string): string | null {
  const at = prepared(sqlite, 'select max(ingested_at) from event_names where environment_id = ? and event_count > 0')
    .pluck()
    .get(environment_id) as number | null;
  return at === null ? null : toInstant(at);
}
