import { formatDay } from '../../format/date';
import { countText } from '../../format/quantity';
import { namesText } from './hidden-series';
import type { useReportView } from './report-view';

/** On paper, where the filters are not: which days the report is about, and what it leaves out. */
export function PrintScope({ shown }: { shown: ReturnType<typeof useReportView> }) {
  const { view, range } = shown;
  const days = range.from === range.to ? formatDay(range.from) : `${formatDay(range.from)} – ${formatDay(range.to)}`;
  const only = [
    ...counted(view.customers, 'customer', 'customers'),
    ...counted(view.plans, 'plan', 'plans'),
    ...counted(view.groups, 'group', 'groups'),
    ...counted(view.features, 'feature', 'features'),
    ...(view.sources.length > 0 ? [`source ${view.sources.map((source) => source || 'none').join(' or ')}`] : []),
    ...Object.entries(view.properties).flatMap(([property, texts]) =>
      texts.length > 0 ? [`${property} ${texts.join(' or ')}`] : [],
    ),
    ...(view.only === '' ? [] : [view.only.toUpperCase()]),
  ];
  return (
    <p className="hidden text-13 text-secondary print:block">
      {days}
      {only.length > 0 && `. Only ${namesText(only, only.length)}.`}
    </p>
  );
}

const counted = (ids: readonly string[], one: string, many: string) =>
  ids.length > 0 ? [countText(ids.length, one, many)] : [];
