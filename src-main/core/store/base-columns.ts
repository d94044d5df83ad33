import type { Selectable } from 'kysely';
import type { BaseColumns } from './schema';

/** The part of a row that every entity shows as it is stored. */
export const baseOf = (row: Selectable<BaseColumns>) => ({
  environment_id: row.environment_id,
  tenant_id: row.tenant_id,
  status: row.status,
  created_at: row.created_at,
  updated_at: row.updated_at,
  created_by: row.created_by,
  updated_by: row.updated_by,
});
