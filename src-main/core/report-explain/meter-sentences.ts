import type { Aggregation } from '@shared/entities/meter';
import type { MeterFacts } from '../analytics/charged-prices';

/** How events become a quantity, in words (wire contract 6.4). */
export function meterSentences({ event_name, aggregation, filters }: MeterFacts): string[] {
  const conditions = filters.map(
    ({ key, values }) => `"${key}" is ${values.map((value) => `"${value}"`).join(' or ')}`,
  );
  const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  return [`Events "${event_name}"${where} count`, quantitySentence(aggregation), ...bucketSentences(aggregation)];
}

function quantitySentence({ type, field, multiplier }: Aggregation): string {
  const read = `"${field ?? ''}"`;
  switch (type) {
    case 'COUNT':
      return 'Every event counts as 1';
    case 'COUNT_UNIQUE':
      return `The quantity is how many different values of ${read} there are`;
    case 'AVG':
      return `The quantity is the mean of the numbers in ${read}`;
    case 'MAX':
      return `The quantity is the highest number in ${read}`;
    case 'LATEST':
      return `The quantity is the number in ${read} of the latest event`;
    case 'SUM_WITH_MULTIPLIER':
      return `The numbers in ${read}, each times ${multiplier ?? '0'}, are added up`;
    default:
      return `The numbers in ${read} are added up`;
  }
}

const windowWords: Record<NonNullable<Aggregation['bucket_size']>, string> = {
  MINUTE: 'minute',
  '15MIN': '15 minutes',
  '30MIN': '30 minutes',
  HOUR: 'hour',
  '3HOUR': '3 hours',
  '6HOUR': '6 hours',
  '12HOUR': '12 hours',
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
};

function bucketSentences({ bucket_size, group_by }: Aggregation): string[] {
  if (bucket_size === null) return [];
  const value = group_by === null ? '' : ` and every value of "${group_by}"`;
  return [
    `This is done apart for every ${windowWords[bucket_size]}${value}; each is priced by itself, then all are added`,
  ];
}
