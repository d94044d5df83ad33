import type { ApiKey } from '@shared/entities/api-key';
import type { Selectable } from 'kysely';
import type { ApiKeyTable } from '../store/schema';

/** A key as it is shown: everything but its hash. */
export const apiKeyOf = (row: Selectable<ApiKeyTable>): ApiKey => ({
  id: row.id,
  environment_id: row.environment_id,
  name: row.name,
  hint: row.hint,
  access: row.access,
  created_at: row.created_at,
  last_used_at: row.last_used_at,
  revoked_at: row.revoked_at,
});
