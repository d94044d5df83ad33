import type { ImportedEventName } from '@shared/entities/job';

/** How a proposed feature turns events into a quantity: their number, or the sum of one property. */
export interface ProposedAggregation {
  id: string;
  type: 'COUNT' | 'SUM';
  field: string | null;
  label: string;
}

export interface FeatureProposal {
  event_name: string;
  event_count: number;
  name: string;
  aggregations: ProposedAggregation[];
  /** The id of the proposed one. */
  aggregation: string;
}

export const countEvents: ProposedAggregation = { id: 'COUNT', type: 'COUNT', field: null, label: 'Count of events' };

/**
 * What a feature for an event name could be: the sum of its most frequent numeric property, else the count of its
 * events; a readable name.
 */
export function proposeFeature({ event_name, event_count, numeric_properties }: ImportedEventName): FeatureProposal {
  const sums = numeric_properties.map(
    (field): ProposedAggregation => ({ id: `SUM ${field}`, type: 'SUM', field, label: `Sum of ${field}` }),
  );
  return {
    event_name,
    event_count,
    name: readableName(event_name),
    aggregations: [...sums, countEvents],
    aggregation: (sums[0] ?? countEvents).id,
  };
}

const capitals = new Set([
  'ai',
  'api',
  'cpu',
  'gpu',
  'http',
  'id',
  'io',
  'ip',
  'llm',
  'ml',
  'pdf',
  'sms',
  'ssd',
  'tts',
  'vm',
]);

/** "gpu_usage" and "gpuUsage" as "GPU Usage". */
export function readableName(event_name: string): string {
  const words = event_name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.:/-]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return event_name;
  return words
    .map((word) =>
      capitals.has(word.toLowerCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}

/** Property names that say nothing about what they count. */
const plainWords = new Set([
  'amount',
  'count',
  'number',
  'qty',
  'quantity',
  'total',
  'unit',
  'units',
  'usage',
  'value',
]);

/** What the chosen aggregation counts: the words of the summed property ("gpu_hours" is "GPU hour"), or events. */
export function proposeUnit({ type, field }: ProposedAggregation): { unit_singular: string; unit_plural: string } {
  if (type === 'COUNT') return { unit_singular: 'event', unit_plural: 'events' };
  const words = (field ?? '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((word) => word !== '')
    .map((word) => (capitals.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()))
    .join(' ');
  if (words === '' || plainWords.has(words)) return { unit_singular: 'unit', unit_plural: 'units' };
  // Abbreviations (ms, gb, mb…) have one form.
  const last = words.split(' ').at(-1) ?? '';
  if (last.length <= 2) return { unit_singular: words, unit_plural: words };
  const singular = /[^s]s$/.test(words) ? words.slice(0, -1) : words;
  return { unit_singular: singular, unit_plural: /s$/.test(singular) ? singular : `${singular}s` };
}
