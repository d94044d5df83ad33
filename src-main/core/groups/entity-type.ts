import { groupEntityTypes } from '@shared/entities/group';
import { invalid } from '@shared/errors';

/** Refuses anything a group cannot hold, naming what it can (wire contract 2.1). */
export function checkEntityType(entity_type: string): void {
  if (groupEntityTypes.some((allowed) => allowed === entity_type)) return;
  throw invalid(`Unsupported entity type: ${entity_type}`, 'entity_type', { allowed_types: [...groupEntityTypes] });
}
