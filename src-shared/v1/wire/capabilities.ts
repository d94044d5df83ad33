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
    body_bytes: z.int().describe('Largest body of a request.'),
    default_page_size: z.int(),
    page_size: z.int().describe('Most rows of one page.'),
    prices_per_bulk: z.int(),
    events_per_bulk: z.int(),
    changes_per_page: z.int(),
    requests_per_second: z.int().nullable().describe('With one key, beyond short bursts; null for no limit.'),
    idempotency_days: z.int().describe('How long a write can be repeated safely.'),
  }),
  extensions: z.array(wireExtension),
});
export type Capabilities = z.infer<typeof wireCapabilities>;
