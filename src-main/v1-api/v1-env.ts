import type { ApiKey } from '@shared/entities/api-key';

/** What a request carries from one step to the next. */
export interface V1Env {
  Variables: {
    /** The key the request came with. */
    key: ApiKey;
  };
}
