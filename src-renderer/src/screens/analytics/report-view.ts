import { useMemo } from 'react';
import { useSearchState } from '../../app/search-state';
import { useNow } from '../../components/use-now';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { withRealLists } from './address-lists';
import type { BreakdownField, BreakdownSort } from './breakdown-order';
import type { ChartChoices } from './chart-facts';
import { chartKindOf } from './chart-kind-control';
import type { Measure } from './chart-series';
import type { DrillLink } from './drill/drill-link';
import { groupingOf } from './entry-name';
import { chosenRange, daysIn, instantsOf, misreadRange, rangePresets, windowFor } from './range-presets';
import type { ReportQuestion } from './report-question';

/** Everything a report screen keeps in its address. "" means: not chosen. */
const initialView = {
  range: '',
  from: '',
  to: '',
  customers: [] as string[],
  plans: [] as string[],
  groups: [] as string[],
  features: [] as string[],
  sources: [] as string[],
  /** Event property -> the texts it may have; one without texts is being chosen and filters nothing. */
  properties: {} as Record<string, string[]>,
  only: '',
  by: 'group' as string,
  compare: false,
  /** Whether the connected server is asked for the same range. */
  server: false,
  measure: 'cost' as string,
  window: '',
  currency: '',
  hidden: [] as string[],
  kind: 'bars' as string,
  zoom: '',
  view: 'chart' as string,
  /** What is shown behind a number. */
  drill: {} as DrillLink,
  sort: 'cost' as string,
  direction: 'desc' as string,
};

/** Properties with texts to match. */
const conditionsOf = (properties: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(properties).filter(([, texts]) => texts.length > 0));

const sortFields: readonly string[] = ['name', 'usage', 'cost'] satisfies BreakdownField[];

/**
 * What the Analytics screen shows: the choices of its address, and the question they put to the report. `summary` says
 * what usage there is; until it is known there is no question.
 */
export function useReportView(fixed: Pick<ReportQuestion, 'customer_ids'> = {}) {
  const { timezone: zone } = useEnvironment();
  const [address, setView] = useSearchState(initialView);
  const view = useMemo(() => withRealLists(address), [address]);
  const summary = useApiQuery('event.summary', {});
  const now = useNow(zone);

  const first = summary.data?.first_timestamp ?? null;
  const last = summary.data?.last_timestamp ?? null;
  const fixedKey = JSON.stringify(fixed);
  // What did not change stays the same object, so that what shows it need not be drawn again.
  const asked = useMemo(() => {
    const presets = rangePresets({ zone, now, first, last });
    const range = chosenRange(view, presets);
    const days = daysIn(range);
    const size = windowFor(days, view.window);
    const question: ReportQuestion = {
      ...instantsOf(range, zone),
      window_size: size,
      customer_ids: view.customers,
      plan_ids: view.plans,
      group_ids: view.groups,
      feature_ids: view.features,
      sources: view.sources,
      property_filters: conditionsOf(view.properties),
      currency: view.only,
      group_by: groupingOf(view.by),
      previous: view.compare ? 'series' : 'totals',
      ...(JSON.parse(fixedKey) as typeof fixed),
    };
    return { presets, range, misread: misreadRange(view), days, size, question };
  }, [view, zone, now, first, last, fixedKey]);
  const report = useApiQuery('report.usageByGroup', asked.question, { enabled: summary.data !== undefined });

  const chosen = useMemo(() => {
    const measure: Measure = view.measure === 'usage' ? 'usage' : 'cost';
    const sort: BreakdownSort = {
      field: (sortFields.includes(view.sort) ? view.sort : 'cost') as BreakdownField,
      direction: view.direction === 'asc' ? 'asc' : 'desc',
    };
    const choices: ChartChoices = {
      currency: view.currency,
      hidden: view.hidden,
      view: view.view === 'table' ? 'table' : 'chart',
      kind: chartKindOf(view.kind),
      zoom: view.zoom,
    };
    return { measure, sort, choices };
  }, [view]);
  const { data: usage, error: usageError, refetch: askUsage } = summary;
  const { data, error, isPlaceholderData, refetch } = report;
  return useMemo(
    () => ({
      zone,
      now,
      view,
      setView,
      ...asked,
      ...chosen,
      summary: { data: usage, error: usageError, refetch: askUsage },
      report: { data, error, isPlaceholderData, refetch },
    }),
    [zone, now, view, setView, asked, chosen, usage, usageError, askUsage, data, error, isPlaceholderData, refetch],
  );
}
