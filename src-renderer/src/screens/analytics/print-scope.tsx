import { useEnvironment } from '../../door/environment';
import { formatDay } from '../../format/date';
import { useFilterTexts } from './filter-names';
import { PaperFoot } from './paper-foot';
import type { useReportView } from './report-view';

/** On paper, where the filters are not: which days the report is about, and what it leaves out. */
export function PrintScope({ shown }: { shown: ReturnType<typeof useReportView> }) {
  const { range, zone } = shown;
  const { name } = useEnvironment();
  const filters = useFilterTexts(shown);
  const days = range.from === range.to ? formatDay(range.from) : `${formatDay(range.from)} – ${formatDay(range.to)}`;
  return (
    <>
      <PaperFoot text={`Analytics · ${name} · ${days}`} />
      <p className="hidden text-13 text-secondary print:block">
        {`${name}, ${days}, days of ${zone}.${filters.length > 0 ? ` Only ${filters.join('; ')}.` : ''}`}
      </p>
    </>
  );
}
