import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { useApiQuery } from '../door/use-api';
import { Notice } from './form';
import { stayingChanges, type WantedChange } from './staying-changes';

interface Props {
  entity: SyncedEntity;
  changes: readonly WantedChange[];
}

/** Says before saving what the connected server cannot take: it stays on this computer. */
export function StaysHere({ entity, changes }: Props) {
  const { data } = useApiQuery('connection.get', {});
  const staying = data?.connection ? stayingChanges(entity, changes, data.connection.extensions) : [];
  if (staying.length === 0) return null;
  return (
    <Notice kind="pending">
      {staying.map(({ field, text }) => (
        <p key={field}>{text}</p>
      ))}
    </Notice>
  );
}
