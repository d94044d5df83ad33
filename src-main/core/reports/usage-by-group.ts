import type { Report, ReportInput } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import { divideRounded, fromScaled } from '@shared/rules/scaled-decimal';
import { costText, quantityText } from '../analytics/settled-text';
import type { Call } from '../deps';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { collect } from './collect';
import type { Collected } from './ledger';
import { type CostedGroup, costsByCurrency, groupsOf } from './report-groups';
import { previousOf, questionOf } from './report-question';

/** Usage and cost by group over a range, as the Analytics screen and the exports show it. */
export function usageByGroup(input: ReportInput, { deps: { store }, context: { environment_id } }: Call): Report {
  const question = questionOf(store, input, environment_id);
  const collected = collect(store, question);
  const groups = groupsOf(collected, question.windows.length, input.count_customers);
  const rows = groups.flatMap(({ group }) => group.rows);
  return {
    start_time: input.start_time,
    end_time: input.end_time,
    window_size: input.window_size,
    timezone: question.calendar.zone,
    windows: question.windows.map(toInstant),
    group_by: input.group_by,
    is_priced_apart: false,
    groups: groups.map(({ group }) => group),
    series: groups.map(({ series }) => series),
    totals: totalsOf(collected),
    uncharged: unchargedRows(collected),
    uncharged_entries: [],
    previous: null,
    kpis: {
      event_count: groups.reduce((sum, { group }) => sum + group.event_count, 0),
      active_features: new Set(rows.map((row) => row.meter_id)).size,
      active_customers: input.count_customers ? customersOf(collected) : null,
      top_group: topGroup(groups, collected),
      previous_totals: totalsOf(collect(store, previousOf(question))),
    },
    data_as_of: dataAsOf(store, environment_id),
  };
}

const totalsOf = (collected: Collected) =>
  costsByCurrency(collected).map(({ currency, cost }) => ({ currency, total_cost: costText(cost) }));

/** The dearest group of the currency with the most events; null when nothing was charged. */
function topGroup(groups: readonly CostedGroup[], collected: Collected): Report['kpis']['top_group'] {
  const top = groups[0];
  if (!top || top.cost <= 0n) return null;
  const { name, currency, total_cost } = top.group;
  const total = costsByCurrency(collected)[0]?.cost ?? top.cost;
  return { name, currency, total_cost, share_percent: fromScaled(divideRounded(top.cost * 1000n, total), 1) };
}

const unchargedRows = ({ uncharged }: Collected): Report['uncharged'] =>
  uncharged
    .filter(({ event_count }) => event_count > 0)
    .sort((a, b) => b.event_count - a.event_count || (a.meter.name < b.meter.name ? -1 : 1))
    .map(({ meter, usage, event_count }) => ({
      feature_id: meter.feature_id,
      meter_id: meter.id,
      name: meter.name,
      unit_plural: meter.unit_plural,
      total_usage: quantityText(usage),
      event_count,
    }));

function customersOf({ charges }: Collected): number {
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
