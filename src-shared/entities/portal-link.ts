import { z } from 'zod';
import { report, reportInput } from './analytics';

const hours = 'Please choose between 1 and 2160 hours (90 days)';

/** A link to one customer's own usage, to read only, for as long as it is good. */
export const portalLinkCreate = z.object({
  customer_id: z.string().nullish(),
  external_customer_id: z.string().nullish(),
  expires_in_hours: z.int().min(1, hours).max(2160, hours).default(24),
});

export const portalLink = z.object({ token: z.string(), expires_at: z.string(), customer_id: z.string() });

/** The form of every token: version, claims and signature. */
export const portalTokenForm = /^pl1\.([\w-]{1,1000})\.([\w-]{43})$/;

/** What a good token stands for. */
export const portalAccess = z.object({
  environment_id: z.string(),
  customer_id: z.string(),
  customer_name: z.string(),
  /** IANA zone in which days begin and end. */
  timezone: z.string(),
  expires_at: z.string(),
});
export type PortalAccess = z.infer<typeof portalAccess>;

/** What the page of a link asks; without a range it only learns whose usage it is about to show. */
export const portalUsageRequest = z.object({
  start_time: reportInput.shape.start_time.optional(),
  end_time: reportInput.shape.end_time.optional(),
  window_size: reportInput.shape.window_size,
});

/** What the page of a link shows. Ids in the report are made up: they tell rows apart and open nothing. */
export const portalUsage = z.object({
  customer_name: z.string(),
  timezone: z.string(),
  expires_at: z.string(),
  /** When the customer's own usage begins and ends; told without a range only. */
  first_usage: z.string().nullable(),
  last_usage: z.string().nullable(),
  report: report.nullable(),
});
export type PortalUsage = z.infer<typeof portalUsage>;
