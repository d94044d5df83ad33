import type { SavedRange } from '@shared/entities/saved-report';
import { dayText } from '@shared/rules/day-number';
import { daysOfRange } from '@shared/rules/report-range';
import { useNow } from '../../components/use-now';
import type { PageInput } from '../../door/api';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { GroupingSelect } from '../analytics/grouping-select';
import { instantsOf } from '../analytics/range-presets';
import { CustomerFilter, FeatureFilter, GroupFilter, PlanFilter } from '../analytics/report-filters';
import { CurrencySelect } from '../analytics/report-toolbar';
import { PropertyFilters, SourceFilter } from '../analytics/value-filters';

type Question = PageInput<'savedReport.create'>['question'];

interface Props {
  question: Question;
  onChange(change: Partial<Question>): void;
}

/** All that a saved report leaves out, and what the rows of its series are: whatever it keeps is seen and can be changed. */
export function ReportScopeFields({ question, onChange }: Props) {
  const range = useInstantsOf(question.range);
  const properties = question.property_filters ?? {};
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-14 font-medium">Only these</legend>
        <div className="flex flex-wrap gap-2">
          <CustomerFilter
            withArchived
            chosen={question.customer_ids ?? []}
            onChange={(customer_ids) => onChange({ customer_ids })}
          />
          <PlanFilter chosen={question.plan_ids ?? []} onChange={(plan_ids) => onChange({ plan_ids })} />
          <GroupFilter chosen={question.group_ids ?? []} onChange={(group_ids) => onChange({ group_ids })} />
          <FeatureFilter chosen={question.feature_ids ?? []} onChange={(feature_ids) => onChange({ feature_ids })} />
          <SourceFilter range={range} chosen={question.sources ?? []} onChange={(sources) => onChange({ sources })} />
          <PropertyFilters
            range={range}
            chosen={properties}
            onChange={(property_filters) => onChange({ property_filters })}
          />
          <CurrencySelect
            value={question.currency ?? ''}
            currencies={[]}
            onChange={(currency) => onChange({ currency })}
          />
        </div>
      </fieldset>
      {question.kind === 'series' && (
        <GroupingSelect
          value={question.group_by ?? 'group'}
          range={range}
          onChange={(group_by) => onChange({ group_by })}
        />
      )}
    </>
  );
}

/** The instants that a range means now, to look for values in; the last 30 days while its own are not chosen yet. */
function useInstantsOf(range: SavedRange): { start_time: string; end_time: string } {
  const { timezone: zone } = useEnvironment();
  const now = useNow(zone);
  const { first_timestamp = null, last_timestamp = null } = useApiQuery('event.summary', {}).data ?? {};
  if (range.preset === 'custom' && range.from !== '' && range.to !== '') return instantsOf(range, zone);
  const at = (instant: string | null) => (instant === null ? null : Date.parse(instant));
  const facts = { zone, now, first: at(first_timestamp), last: at(last_timestamp) };
  const { from, to } = daysOfRange(range.preset === 'custom' ? '30d' : range.preset, facts);
  return instantsOf({ from: dayText(from), to: dayText(to) }, zone);
}
