import type { RemoteExtension } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { whyItStays } from '@shared/rules/sync/what-stays';

/** A field as it is and as it would be saved. */
export interface WantedChange {
  field: string;
  label: string;
  from: unknown;
  to: unknown;
}

/** What a server with these extensions cannot take of an edit, each as a sentence; fields that do not differ say nothing. */
export function stayingChanges(
  entity: SyncedEntity,
  changes: readonly WantedChange[],
  extensions: readonly RemoteExtension[],
): { field: string; text: string }[] {
  const able = new Set(extensions);
  return changes.flatMap((change) => {
    const why = change.from === change.to ? null : whyItStays(entity, 'update', change.field, change, able);
    return why ? { field: change.field, text: `${change.label}: ${why} The change stays on this computer.` } : [];
  });
}
