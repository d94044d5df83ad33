import type { ApiKey } from '../entities/api-key';

/** A request as it came over the network: texts, which go to another thread at the price of a copy. */
export interface RawRequest {
  params: Record<string, string>;
  /** The JSON text of the body; empty for a route that reads none. */
  body: string;
  /** What follows the `?` of the address. */
  search: string;
  /** The version that `If-Match` names; null without one. */
  if_match: number | null;
  caller: V1Caller;
  origin: string;
}

/** Who asks, and how often it may: what only the door knows. */
export interface V1Caller {
  key: Pick<ApiKey, 'id' | 'environment_id' | 'name' | 'access'>;
  /** Null for no limit. */
  requests_per_second: number | null;
}
