import type { Connection, SyncStatus } from '@shared/entities/sync';
import { RelativeTime } from '../components/relative-time';
import { formatDateTime, formatMoment } from '../format/date';
import { countText, formatCount } from '../format/quantity';
import { formatRelative } from '../format/relative';
import { syncLook } from './sync-look';

/** Where a connection leads, in words: address, then the environment there where it tells. */
export const serverText = ({ base_url, remote }: Connection): string =>
  remote ? `${base_url} (${remote.environment})` : base_url;

export const whenSynced = (synced_at: string | null): string =>
  synced_at === null ? 'Not synced yet' : `Last synced ${formatRelative(synced_at)}, ${formatDateTime(synced_at)}`;

/** What the tooltip of the state says: what it means, and since when, with whom, and how it goes on. */
export function SyncTooltip({ status, connection }: { status: SyncStatus; connection: Connection | null }) {
  if (!connection) return <>{syncLook(status).meaning}</>;
  const lines = [
    (status.would_remove === 0 && status.problem) || syncLook(status).meaning,
    `${whenSynced(status.synced_at)}.`,
    `Server: ${serverText(connection)}.`,
    pendingText(status),
    nextTry(status) && `Next try: ${nextTry(status)}.`,
  ];
  return (
    <>
      {lines.filter(Boolean).map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
    </>
  );
}

/** When a sync that did not get through is tried again, to the second; null where nothing has to be. */
export const nextTry = ({ state, synced_at, next_try_at }: SyncStatus): string | null => {
  const gotThrough = (state === 'online' || state === 'conflict') && synced_at !== null;
  return next_try_at === null || gotThrough || state === 'syncing' ? null : formatMoment(next_try_at);
};

/** What is not sent yet, in a sentence. */
export function pendingText({ pending, held, to_review, local_only }: SyncStatus): string {
  const stays = local_only > 0 ? `${countText(local_only, 'change stays', 'changes stay')} here` : '';
  if (pending === 0) return stays ? `Nothing to send; ${stays}.` : 'Nothing is pending.';
  const parts = [
    held > 0 && `${formatCount(held)} held back`,
    to_review > 0 && `${formatCount(to_review)} to review`,
  ].filter((part) => part !== false);
  const more = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return `${countText(pending, 'change', 'changes')} pending${more}${stays && `; ${stays}`}.`;
}

/** When everything was last exchanged. */
export function LastSync({ status }: { status: SyncStatus }) {
  return status.synced_at === null ? <>Not yet</> : <RelativeTime instant={status.synced_at} />;
}
