import { z } from 'zod';
import { aggregationTypes } from '../../entities/meter';
import type { UsageStatistics } from '../../entities/usage-statistics';
import { wireInstant } from './instant';

/** Usage on the wire: its values are JSON numbers, as nowhere else (wire contract 1.4, 6.3). */
export const wireUsage = z.object({
  event_name: z.string(),
  type: z.enum(aggregationTypes),
  value: z.number(),
  results: z
    .array(z.object({ window_size: z.string().describe('Where the window starts.'), value: z.number() }))
    .nullable(),
});

export const usageToWire = ({ event_name, type, value, results }: UsageStatistics): z.infer<typeof wireUsage> => ({
  event_name,
  type,
  value: Number(value),
  results:
    results === null
      ? null
      : results.map((one) => ({ window_size: wireInstant(one.window_start), value: Number(one.value) })),
});
