import type { EventSummary } from '@shared/entities/event';
import { CopyButton } from '../../components/copy-button';
import { formatCount } from '../../format/quantity';
import { exampleEvent, type FeatureDraft, filterValues, needsField } from './feature-draft';
import { aggregations } from './feature-words';

interface Props {
  draft: FeatureDraft;
  summary: EventSummary | undefined;
}

function usageText({ draft, summary }: Props): string | null {
  const name = draft.event_name.trim();
  if (!name || !summary) return null;
  const known = summary.event_names.find((one) => one.event_name === name);
  if (!known) return `No event named “${name}” is here yet.`;
  const count = formatCount(known.event_count);
  const others = known.meter_ids.length;
  const also =
    others > 0 ? ` ${others === 1 ? '1 other feature measures' : `${others} other features measure`} them.` : '';
  return `${count} ${known.event_count === 1 ? 'event' : 'events'} named “${name}” ${known.event_count === 1 ? 'is' : 'are'} here.${also}`;
}

/** An event that the feature would measure, as it is typed: what to send, and what it does. */
export function EventExample({ draft, summary }: Props) {
  const text = JSON.stringify(exampleEvent(draft), null, 2);
  const usage = usageText({ draft, summary });
  const aggregation = aggregations.find(({ id }) => id === draft.aggregation);
  const filters = draft.filters.filter(({ key, values }) => key.trim() && filterValues(values).length > 0);
  return (
    <aside aria-label="Event example" className="flex flex-col gap-3 rounded-sheet border border-line bg-sunken p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-14 font-semibold">Event example</h2>
        <CopyButton text={text} label="Copy the event" />
      </div>
      <pre className="overflow-x-auto rounded-control border border-line bg-surface p-3 font-mono text-12 whitespace-pre-wrap break-all">
        {text}
      </pre>
      <p className="text-13 text-secondary">
        {aggregation?.label}: {aggregation?.description.toLowerCase()}
        {needsField(draft.aggregation) && draft.field.trim() && (
          <>
            {' '}
            (<span className="font-mono">{draft.field.trim()}</span>)
          </>
        )}
        {filters.length > 0 &&
          `, where ${filters.map(({ key, values }) => `${key.trim()} is ${filterValues(values).join(' or ')}`).join(' and ')}`}
        .
      </p>
      {usage && <p className="text-13 text-secondary">{usage}</p>}
    </aside>
  );
}
