import { z } from 'zod';
import { eventQuery } from '../../entities/event';
import { limits } from '../../limits';
import { route } from '../route';
import { eventPageToWire, wireEventPage } from '../wire/event';
import { withoutEmpty, withoutNullFilters } from '../without-empty';

const query = {
  procedure: 'event.query',
  tag: 'Events',
  status: 200,
  malformed: 'Please check the request payload',
  requestName: 'GetEventsRequest',
  requiredIsMalformed: true,
  response: wireEventPage,
  answer: eventPageToWire,
} as const;

const pages =
  'The last seven days unless `start_time` and `end_time` (both inclusive) say otherwise. Go on with `iter_last_key`, back with `iter_first_key`, or jump with `offset`; `total_count` comes with pages that no cursor asked for.';

/** A page of GET holds no more than what is a page of others by default. */
const mostOfGet = limits.default_page_size;

const getQuery = eventQuery.omit({ property_filters: true }).extend({
  page_size: z.int().min(0).default(mostOfGet).describe(`How many events at most, up to ${mostOfGet}.`),
  property_filters: z
    .string()
    .optional()
    .describe('For every property the texts it may have, as `name:value,value;other:value`.'),
});

export const eventQueryRoutes = [
  route({
    ...query,
    method: 'POST',
    path: '/events/query',
    summary: 'List events',
    description: `${pages} At most ${limits.events_per_page} events a page; a larger \`page_size\` is taken for that.`,
    body: eventQuery,
    input: ({ body }) => withoutNullFilters(withoutEmpty(body, ['sort', 'order']), ['property_filters']),
  }),
  route({
    ...query,
    method: 'GET',
    path: '/events',
    summary: 'List events',
    description: pages,
    query: getQuery,
    input: ({ query: { page_size, property_filters, ...rest } }) => ({
      ...rest,
      ...(page_size !== undefined && { page_size: typeof page_size === 'number' ? smaller(page_size) : page_size }),
      ...(typeof property_filters === 'string' && { property_filters: readFilters(property_filters) }),
    }),
  }),
];

const smaller = (page_size: number) => Math.min(page_size, mostOfGet);

/** `k:v1,v2;k2:v3` as a map; a text that is not that is passed on for the validation to refuse. */
function readFilters(text: string): Record<string, string[]> | string {
  const filters: Record<string, string[]> = {};
  for (const part of text.split(';').filter((one) => one.trim() !== '')) {
    const colon = part.indexOf(':');
    const name = part.slice(0, colon).trim();
    if (colon === -1 || name === '') return text;
    const values = part
      .slice(colon + 1)
      .split(',')
      .map((value) => value.trim());
    filters[name] = [...(filters[name] ?? []), ...values];
  }
  return filters;
}
