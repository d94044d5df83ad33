import type { ApiKey } from '@shared/entities/api-key';
import type { Pricebook } from '../pricebook';

/** What a request carries from one step to the next. */
export interface V1Env {
  Variables: {
    /** The key the request came with. */
    key: ApiKey;
  };
}

export interface V1AppOptions {
  pricebook: Pick<Pricebook, 'call' | 'answer' | 'onEvent'>;
  /** Whether a request with this `Host` header is for this server; every one is where there is no network between. */
  isAllowedHost?(header: string | undefined): boolean;
  /** Web origins whose pages may use the API from a browser; none unless given. */
  corsOrigins?: readonly string[];
  /** Requests per second and key; no limit when 0 or not given. */
  rateLimit?: number;
  /** The built pages, which the customer portal is one of; no portal without them. */
  rendererDir?: string;
  /** Where what went wrong inside is written; nothing of it leaves the server. */
  log(line: string): void;
}
