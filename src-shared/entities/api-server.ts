import { z } from 'zod';
import { portRule, ports } from '../rules/port';

/** The v1 HTTP API of this program: whether it is wanted, and how it stands. */
export const apiServer = z.object({
  /** The switch in Settings; kept over restarts. */
  enabled: z.boolean(),
  /** The port it listens on, or would. */
  port: z.int(),
  state: z.enum(['off', 'starting', 'on', 'failed']),
  /** Base URL for clients, such as `http://127.0.0.1:4780/v1`; null unless it is on. */
  url: z.string().nullable(),
  /** Why it could not be switched on, as a sentence a person can act on; null unless it failed. */
  message: z.string().nullable(),
});
export type ApiServer = z.infer<typeof apiServer>;

export const apiServerUpdate = z.object({
  enabled: z.boolean().optional(),
  port: z.int(portRule).min(ports.least, portRule).max(ports.most, portRule).optional(),
});
