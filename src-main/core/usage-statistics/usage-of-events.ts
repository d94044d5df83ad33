import type { UsageStatistics, UsageStatisticsInput } from '@shared/entities/usage-statistics';
import { checkMeterCreate } from '@shared/rules/meter';
import type { Call } from '../deps';
import { measureUsage } from './measure-usage';

/** Usage of an event name, measured by what the request says as if it were a meter (wire contract 6.3). */
export async function usageOfEvents(input: UsageStatisticsInput, call: Call): Promise<UsageStatistics> {
  const { event_name, aggregation_type: type, filters } = input;
  const aggregation = {
    type,
    field: type === 'COUNT' ? null : input.property_name || null,
    expression: null,
    multiplier: input.multiplier ?? null,
    bucket_size: input.bucket_size ?? null,
    group_by: input.group_by || null,
  };
  checkMeterCreate({ name: event_name, aggregation, filters });
  const measure = {
    event_name,
    aggregation,
    filters,
    reset_usage: 'BILLING_PERIOD',
    archived_at: null,
    meter_id: null,
  } as const;
  return measureUsage(call, measure, input);
}
