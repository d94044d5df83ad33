import type { MeterUsageInput, UsageStatistics } from '@shared/entities/usage-statistics';
import { checkMeterCreate } from '@shared/rules/meter';
import type { Call } from '../deps';
import { loadMeter, meterOf } from '../meters/meter-row';
import { measureUsage } from './measure-usage';

/** Usage by a meter, under its own filters and those of the request (wire contract 6.3). Throws not_found. */
export async function usageByMeter(input: MeterUsageInput, call: Call): Promise<UsageStatistics> {
  const { deps, context } = call;
  const row = await loadMeter(deps.store.db, context.environment_id, input.meter_id);
  const meter = meterOf(row);
  const { bucket_size, group_by } = meter.aggregation;
  const aggregation = {
    ...meter.aggregation,
    bucket_size: input.bucket_size ?? bucket_size,
    group_by: input.group_by || group_by,
  };
  const filters = [...meter.filters, ...input.filters];
  checkMeterCreate({ name: meter.name, aggregation, filters });
  return measureUsage(
    call,
    { ...meter, aggregation, filters, archived_at: row.archived_at, meter_id: meter.id },
    input,
  );
}
