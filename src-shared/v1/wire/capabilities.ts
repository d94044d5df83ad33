import { z } from 'zod';
import { apiKeyAccess } from '../../entities/api-key';
import { environment } from '../../entities/environment';

/** Something this server does beyond the public v1 API, and how a client makes use of it. */
export const wireExtension = z.object({
  name: z.enum([
    'group_update',
    'clear_text_fields',
    'idempotency',
    'conditional_update',
    'change_feed',
    'portal_links',
    'search_text',
    'filter_by_group',
    'cancel_in_the_past',
  ]),
  description: z.string().describe('How to use it.'),
  operations: z.array(z.string()).describe('Ids of the operations it is about; empty when it is about all writes.'),
  request_headers: z.array(z.string()).describe('Headers it is asked for by.'),
});

/** What this server can do, and what the key it is asked with may do. */
export const wireCapabilities = z.object({
  product: z.string(),
  version: z.string(),
  api_version: z.literal('v1'),
  environment: environment.pick({ id: true, name: true, type: true, timezone: true }),
  key: z.object({ id: z.string(), name: z.string(), access: apiKeyAccess }),
  limits: z.object({
    body_bytes: z.int().describe('Largest body of a request, in bytes.'),
    default_page_size: z.int().describe('Rows of one page when a request names no limit.'),
    page_size: z.int().describe('Most rows of one page.'),
    prices_per_bulk: z.int().describe('Most prices of one bulk request.'),
    events_per_bulk: z.int().describe('Most events of one bulk request.'),
    events_per_page: z.int().describe('Most events of one page of a query.'),
    changes_per_page: z.int().describe('Most changes of one page of the feed.'),
    requests_per_second: z
      .int()
      .nullable()
      .describe('Requests with one key per second, beyond short bursts; null for no limit.'),
    idempotency_days: z.int().describe('For how many days an `Idempotency-Key` is remembered.'),
  }),
  extensions: z.array(wireExtension),
});
export type Capabilities = z.infer<typeof wireCapabilities>;
