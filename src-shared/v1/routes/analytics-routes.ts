import { z } from 'zod';
import { usageInput } from '../../entities/analytics';
import { route } from '../route';
import { analyticsToWire, wireAnalytics } from '../wire/analytics';

const expand = z
  .union([z.array(z.string()), z.string()])
  .optional()
  .describe('`price`, `meter`, `feature`, `subscription_line_item`, `plan`, `source`, as a list or with commas.');

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
      ...body,
      ...(typeof body.expand === 'string' && { expand: body.expand.split(',').map((name) => name.trim()) }),
      ...(body.window_size === '' && { window_size: null }),
    }),
    answer: analyticsToWire,
  }),
];
