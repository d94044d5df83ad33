import type { DayRange } from '../../components/date-range-picker';
import { useEnvironment } from '../../door/environment';
import { formatDays } from '../../format/date';
import { useFilterTexts } from './filter-names';
import { PaperFoot } from './paper-foot';
import type { useReportView } from './report-view';

/** Tells of some days of a report where their figures are from, and what its filters leave out. */
export function useScopeText(shown: ReturnType<typeof useReportView>): (days: DayRange) => string {
  const { name } = useEnvironment();
  const filters = useFilterTexts(shown);
  const only = filters.length > 0 ? ` Only ${filters.join('; ')}.` : '';
  return (days) => `${name}, ${formatDays(days)}, days of ${shown.zone}.${only}`;
}

/** On paper, where the filters are not: which days the report is about, and what it leaves out. */
export function PrintScope({ shown }: { shown: ReturnType<typeof useReportView> }) {
  const { range } = shown;
  const { name } = useEnvironment();
  const scopeText = useScopeText(shown);
  return (
    <>
      <PaperFoot text={`Analytics · ${name} · ${formatDays(range)}`} />
      <p className="hidden text-13 text-secondary print:block">{scopeText(range)}</p>
    </>
  );
}
