import { invalid } from '@shared/errors';
import { customerPlansFile } from '../customer-plans/customer-plans-file';
import type { Call } from '../deps';
import { breakdownFile } from './breakdown-file';
import { eventsFile } from './events-file';
import type { FileInput } from './file-input';
import type { FilePlan } from './file-plan';
import { seriesFile } from './series-file';
import { usageAnalyticsFile } from './usage-analytics-file';

/** How a report becomes rows. Refuses a question that it cannot answer. */
export function planFile(input: FileInput, call: Call): FilePlan {
  switch (input.kind) {
    case 'breakdown':
      return breakdownFile(input, call);
    case 'series':
      return seriesFile(input, call, input.split === 'customer');
    case 'usage_analytics':
      return usageAnalyticsFile(input, call);
    case 'events':
      if (input.split === 'group') throw invalid('Raw events belong to no group: please choose another split', 'split');
      return eventsFile(input, call);
    case 'customer_plans':
      return customerPlansFile(input, call);
  }
}
