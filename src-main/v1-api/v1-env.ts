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
  pricebook: Pick<Pricebook, 'call' | 'onEvent'>;
  /** Where what went wrong inside is written; nothing of it leaves the server. */
  log(line: string): void;
}
