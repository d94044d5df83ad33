import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { whyItStays } from '@shared/rules/sync/what-stays';
import { useApiQuery } from '../door/use-api';
import { Notice } from './form';

interface Props {
  entity: SyncedEntity;
  /** Fields as they are and as they would be saved; those that do not differ say nothing. */
  changes: readonly { field: string; label: string; from: unknown; to: unknown }[];
}

/** Says before saving what the connected server cannot take: it stays on this computer. */
export function StaysHere({ entity, changes }: Props) {
  const { data } = useApiQuery('connection.get', {});
  if (!data?.connection) return null;
  const extensions = new Set(data.connection.extensions);
  const staying = changes.flatMap((change) => {
    const why = change.from === change.to ? null : whyItStays(entity, 'update', change.field, change, extensions);
    return why ? { ...change, why } : [];
  });
  if (staying.length === 0) return null;
  return (
    <Notice kind="pending">
      {staying.map(({ field, label, why }) => (
        <p key={field}>
          {label}: {why} The change stays on this computer.
        </p>
      ))}
    </Notice>
  );
}
