import { z } from 'zod';
import { usageInput } from '../../entities/analytics';
import { route } from '../route';
import { analyticsToWire, wireAnalytics } from '../wire/analytics';
import { withoutEmpty, withoutNullFilters } from '../without-empty';

const expand = z
  .union([z.array(z.string()), z.string()])
  .optional()
  .describe(
    'What to nest: `price`, `meter`, `feature`, `subscription_line_item`, `plan` or `source`, as a list or separated by commas.',
  );

export const analyticsRoutes = [
  route({
    method: 'POST',
    path: '/events/analytics',
    procedure: 'analytics.usage',
    tag: 'Analytics',
    summary: 'Usage and cost of a customer',
    description:
      'One item per line item that charges, for events of `start_time` <= t < `end_time`. Costs are not rounded. `expand` with `price` nests the price with its group. A customer without subscriptions, or none at all, has the usage of all meters at no cost.',
    status: 200,
    malformed: 'Please check the request payload',
    requestName: 'GetUsageAnalyticsRequest',
    body: usageInput.extend({ expand }),
    response: wireAnalytics,
    input: ({ body }) => ({
      ...withoutNullFilters(withoutEmpty(body, ['window_size']), ['property_filters']),
      ...(typeof body.expand === 'string' && { expand: body.expand.split(',').map((name) => name.trim()) }),
    }),
    answer: analyticsToWire,
  }),
];
