import { meterUsageInput, usageStatisticsInput } from '../../entities/usage-statistics';
import { route, type V1Request } from '../route';
import { usageToWire, wireUsage } from '../wire/usage';
import { withoutEmpty, withoutNullFilters } from '../without-empty';

const usage = {
  method: 'POST',
  tag: 'Usage',
  status: 200,
  malformed: 'Please check the request payload',
  response: wireUsage,
  answer: usageToWire,
} as const;

const mayBeEmpty = ['window_size', 'bucket_size', 'multiplier'];

const range =
  'Events of `start_time` <= t < `end_time`. `results` holds the windows with usage when there is a `window_size` or a `bucket_size`.';

const input = ({ body: { group_by_property, ...body } }: V1Request) => ({
  ...withoutNullFilters(withoutEmpty(body, mayBeEmpty), ['filters']),
  // What the official SDK calls it.
  ...(body.group_by === undefined && group_by_property !== undefined && { group_by: group_by_property }),
});

export const usageRoutes = [
  route({
    ...usage,
    path: '/events/usage',
    procedure: 'usage.statistics',
    summary: 'Measure the usage of an event name',
    description: range,
    requestName: 'GetUsageRequest',
    body: usageStatisticsInput,
    input,
  }),
  route({
    ...usage,
    path: '/events/usage/meter',
    procedure: 'usage.byMeter',
    summary: 'Measure the usage of a meter',
    description: `${range} The filters of the request come on top of the meter's own. A meter whose usage is never reset adds all usage before \`start_time\` to \`value\`.`,
    requestName: 'GetUsageByMeterRequest',
    body: meterUsageInput,
    input,
  }),
];
