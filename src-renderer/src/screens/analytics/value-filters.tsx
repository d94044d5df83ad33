import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Button } from '../../components/button';
import { useApiQuery } from '../../door/use-api';
import { formatCount } from '../../format/quantity';
import { entryName } from './entry-name';
import { type FilterOption, FilterSelect } from './filter-select';
import { PropertyDialog } from './property-dialog';

interface Props {
  /** The range whose events are looked at for values. */
  range: { start_time: string; end_time: string };
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

/** How many values a filter lists; typing finds any other. */
const mostValues = 100;
/** A listbox takes no empty key, so "no source" travels as a word in here. */
const noneKey = '~none';

/** The values that events of a range have, most expensive first, and whatever is typed: the report itself tells them. */
function ValueFilter({ range, chosen, onChange, label, groupBy }: Props & { label: string; groupBy: string }) {
  const [search, setSearch] = useState('');
  const [wasOpened, setOpened] = useState(false);
  const wanted = useDeferredValue(search.trim());
  const values = useApiQuery(
    'report.usageByGroup',
    { ...range, group_by: groupBy, window_size: 'MONTH', previous: 'none', most_entries: mostValues, most_series: 1 },
    { enabled: wasOpened },
  );
  const entries = [...(values.data?.groups ?? []), ...(values.data?.uncharged_entries ?? [])];
  const known = new Map<string, FilterOption>();
  for (const entry of entries) {
    // Events without a property can be no value of it, but those without a source have the source "".
    if (entry.kind === 'other' || (entry.kind === 'none' && groupBy !== 'source') || known.has(entry.key)) continue;
    known.set(entry.key, {
      id: entry.key || noneKey,
      name: entryName(entry, groupBy),
      detail: `${formatCount(entry.event_count)} events`,
    });
  }
  const matching = [...known.values()].filter((one) => one.name.toLowerCase().includes(wanted.toLowerCase()));
  const isKnown = matching.some((one) => one.name === wanted) || known.has(wanted);
  const options = wanted && !isKnown ? [...matching, { id: wanted, name: wanted, detail: 'As typed' }] : matching;
  const [only] = chosen;
  return (
    <FilterSelect
      label={label}
      chosen={chosen.map((value) => value || noneKey)}
      chosenName={only === '' ? 'No source' : only}
      onChange={(next) => onChange(next.map((value) => (value === noneKey ? '' : value)))}
      options={options}
      search={search}
      onSearch={(text) => {
        setOpened(true);
        setSearch(text);
      }}
      isLoading={values.isFetching}
    />
  );
}

/** Events of which sources the report counts. */
export const SourceFilter = (props: Props) => <ValueFilter {...props} label="Sources" groupBy="source" />;

interface PropertiesProps {
  range: Props['range'];
  chosen: Readonly<Record<string, string[]>>;
  onChange(chosen: Record<string, string[]>): void;
}

/** Events with which texts in which properties the report counts: one filter per property, and a way to add one. */
export function PropertyFilters({ range, chosen, onChange }: PropertiesProps) {
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      {Object.entries(chosen).map(([property, texts]) => (
        <ValueFilter
          key={property}
          label={property}
          groupBy={`properties.${property}`}
          range={range}
          chosen={texts}
          onChange={(next) => {
            const { [property]: _, ...others } = chosen;
            onChange(next.length > 0 ? { ...chosen, [property]: next } : others);
          }}
        />
      ))}
      <Button kind="quiet" icon={<Plus aria-hidden size={16} />} onPress={() => setAdding(true)}>
        Property
      </Button>
      {isAdding && (
        <PropertyDialog
          title="Filter by an event property"
          submitLabel="Add filter"
          range={range}
          onChoose={(property) => onChange({ [property]: [], ...chosen })}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
