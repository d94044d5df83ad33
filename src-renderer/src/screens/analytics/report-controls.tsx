import { drawnForFacts } from '../../components/drawn-for-facts';
import { Switch } from '../../components/switch';
import { GroupingSelect } from './grouping-select';
import { CustomerFilter, FeatureFilter, GroupFilter, PlanFilter } from './report-filters';
import { CurrencySelect, MeasureSelect, RangePicker, WindowSelect } from './report-toolbar';
import type { useReportView } from './report-view';
import { PropertyFilters, SourceFilter } from './value-filters';

type View = ReturnType<typeof useReportView>;

// A press changes one of them, and a report that has come none: all of them anew would hold up keys and clicks.
const Range = drawnForFacts(RangePicker);
const Customers = drawnForFacts(CustomerFilter);
const Plans = drawnForFacts(PlanFilter);
const Groups = drawnForFacts(GroupFilter);
const Features = drawnForFacts(FeatureFilter);
const Sources = drawnForFacts(SourceFilter);
const Properties = drawnForFacts(PropertyFilters);
const Grouping = drawnForFacts(GroupingSelect);
const MeasureChoice = drawnForFacts(MeasureSelect);
const WindowChoice = drawnForFacts(WindowSelect);
const Currency = drawnForFacts(CurrencySelect);

interface Props {
  shown: View;
  /** Offers to ask the connected server for the same range. */
  canAskServer?: boolean;
}

/** What the report is about, and how it is cut: range and filters above, entries, windows and comparison below. */
export function ReportControls({ shown, canAskServer = false }: Props) {
  const { view, setView, presets, range, days, size, measure, question, report } = shown;
  const { start_time, end_time, group_by = 'group' } = question;
  const currencies = report.data?.totals.map((total) => total.currency) ?? [];
  return (
    <div className="flex flex-col gap-2 print:hidden">
      <div role="toolbar" aria-label="Report" className="flex flex-wrap items-center gap-2">
        <Range presets={presets} range={range} onRange={(choice) => setView({ ...choice, zoom: '' })} />
        <Customers withArchived chosen={view.customers} onChange={(customers) => setView({ customers })} />
        <Plans chosen={view.plans} onChange={(plans) => setView({ plans })} />
        <Groups chosen={view.groups} onChange={(groups) => setView({ groups })} />
        <Features chosen={view.features} onChange={(features) => setView({ features })} />
        <Sources range={{ start_time, end_time }} chosen={view.sources} onChange={(sources) => setView({ sources })} />
        <Properties
          range={{ start_time, end_time }}
          chosen={view.properties}
          onChange={(properties) => setView({ properties })}
        />
      </div>
      <div role="toolbar" aria-label="View" className="flex flex-wrap items-center gap-2">
        <Grouping value={group_by} range={{ start_time, end_time }} onChange={(by) => setView({ by, hidden: [] })} />
        <MeasureChoice value={measure} onChange={(next) => setView({ measure: next })} />
        <WindowChoice value={size} days={days} onChange={(next) => setView({ window: next, zoom: '' })} />
        <Currency value={view.only} currencies={currencies} onChange={(only) => setView({ only })} />
        <span className="ml-2">
          <Switch isSelected={view.compare} onChange={(compare) => setView({ compare })}>
            Compare with the period before
          </Switch>
        </span>
        {canAskServer && (
          <span className="ml-2">
            <Switch isSelected={view.server} onChange={(server) => setView({ server })}>
              Compare with server
            </Switch>
          </span>
        )}
      </div>
    </div>
  );
}
