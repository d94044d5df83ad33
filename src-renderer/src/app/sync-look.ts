import type { SyncStatus } from '@shared/entities/sync';
import {
  CircleAlert,
  CircleCheck,
  CircleStop,
  CloudOff,
  GitCompareArrows,
  HardDrive,
  KeyRound,
  type LucideIcon,
  PauseCircle,
  RefreshCw,
} from 'lucide-react';
import { countText, formatCount } from '../format/quantity';

export interface SyncLook {
  icon: LucideIcon;
  /** The state in a word or two, as the status bar shows it. */
  word: string;
  /** What it means, in a sentence. */
  meaning: string;
  className: string;
}

/** How a state of syncing is shown and told. */
export function syncLook(status: SyncStatus): SyncLook {
  switch (status.state) {
    case 'local_only':
      return look(
        HardDrive,
        'Local only',
        'Everything is stored on this computer. Nothing is sent anywhere.',
        'text-ok',
      );
    case 'online':
      return look(CircleCheck, 'Online', onlineMeaning(status), 'text-ok');
    case 'syncing':
      return look(
        RefreshCw,
        syncingWord(status),
        'Changes are exchanged with the server. You can go on working.',
        'text-link',
      );
    case 'offline':
      return look(
        CloudOff,
        'Offline',
        'The server is not reached, or does not answer as it should. You can go on working; it is tried again by itself.',
        'text-pending',
      );
    case 'error':
      return look(
        CircleAlert,
        'Sync error',
        status.would_remove > 0
          ? `${countText(status.would_remove, 'row is', 'rows are')} gone on the server. Whether here as well, you decide.`
          : 'Something could not be synced.',
        'text-danger',
      );
    case 'conflict':
      return look(
        GitCompareArrows,
        `Conflict (${formatCount(status.conflicts)})`,
        `${countText(status.conflicts, 'row was', 'rows were')} changed here and on the server. You decide.`,
        'text-pending',
      );
    case 'paused':
      return look(
        PauseCircle,
        'Paused',
        'You work offline: nothing is sent or fetched until you switch it off.',
        'text-pending',
      );
    case 'cancelled':
      return look(
        CircleStop,
        'Sync cancelled',
        'The last sync was cancelled. It goes on with your next edit, or when you press Sync now.',
        'text-pending',
      );
    case 'unauthorized':
      return look(
        KeyRound,
        'Unauthorized',
        'The server does not accept the API key. Please enter another one.',
        'text-danger',
      );
  }
}

function onlineMeaning({ synced_at, pending, local_only }: SyncStatus): string {
  if (synced_at === null) return 'The server answers; its catalog is not here as a whole yet.';
  if (pending > 0) return 'The server answers; it does not have what is pending yet.';
  if (local_only === 0) return 'The server answers; this catalog is in step with it.';
  const stays = countText(local_only, 'change that it cannot take stays', 'changes that it cannot take stay');
  return `The server answers; ${stays} here, all else is in step with it.`;
}

const look = (icon: LucideIcon, word: string, meaning: string, className: string): SyncLook => ({
  icon,
  word,
  meaning,
  className,
});

function syncingWord({ progress }: SyncStatus): string {
  if (!progress || progress.done === 0) return 'Syncing…';
  const done = formatCount(progress.done);
  return progress.total === null ? `Syncing ${done}` : `Syncing ${done}/${formatCount(progress.total)}`;
}
