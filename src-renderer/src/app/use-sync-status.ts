import type { SyncStatus } from '@shared/entities/sync';
import { useEffect, useState } from 'react';
import { useEnvironment } from '../door/environment';
import { queryClient, queryKeyOf } from '../door/query-client';
import { useApiMutation, useApiQuery } from '../door/use-api';

/** How syncing of the current environment stands. */
export const useSyncStatus = () => useApiQuery('sync.status', {}, { keepPrevious: false });

/** A look at a quiet server is over before it could be read. */
const noticeableMs = 400;

/** The status without the syncs that are over at once, which would only flicker. */
export function useCalmStatus(status: SyncStatus | undefined): SyncStatus | undefined {
  const [shown, setShown] = useState(status);
  const isBrief =
    status?.state === 'syncing' && shown !== undefined && shown.state !== 'syncing' && shown.state !== 'local_only';
  useEffect(() => {
    if (!isBrief) return setShown(status);
    const timer = setTimeout(() => setShown(status), noticeableMs);
    return () => clearTimeout(timer);
  }, [status, isBrief]);
  return isBrief ? shown : status;
}

/** What a person can do about syncing; the answer shows at once. */
export function useSyncAction(name: 'sync.start' | 'sync.cancel' | 'sync.keepRows') {
  const environment = useEnvironment();
  const action = useApiMutation(name);
  const run = (input: { sweep?: boolean; may_remove?: boolean; send_again?: boolean } = {}) =>
    action.mutateAsync(input).then((status) => {
      queryClient.setQueryData(queryKeyOf(environment.id, 'sync.status', {}), status);
    });
  return { ...action, run };
}
