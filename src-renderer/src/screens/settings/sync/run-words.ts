import type { OutputOf } from '@shared/contract';
import type { SyncEntryKind, SyncRunState } from '@shared/entities/sync';
import type { ChipKind } from '../../../components/chip';
import { formatDateTime } from '../../../format/date';
import { countText } from '../../../format/quantity';
import { fieldLabel } from '../../pending/change-words';

export type Run = OutputOf<'sync.runs'>['items'][number];
export type Entry = OutputOf<'sync.entries'>['items'][number];

export const runStates: Record<SyncRunState, { kind: ChipKind; word: string }> = {
  running: { kind: 'info', word: 'Running' },
  done: { kind: 'ok', word: 'Done' },
  failed: { kind: 'danger', word: 'Failed' },
  cancelled: { kind: 'neutral', word: 'Cancelled' },
  stopped: { kind: 'pending', word: 'Asks first' },
};

export const entryWords: Record<SyncEntryKind, { kind: ChipKind; word: string }> = {
  sent: { kind: 'ok', word: 'Sent' },
  received: { kind: 'info', word: 'Received' },
  merged: { kind: 'info', word: 'Merged' },
  removed: { kind: 'neutral', word: 'Removed' },
  skipped: { kind: 'pending', word: 'Skipped' },
  conflict: { kind: 'pending', word: 'Conflict' },
  failed: { kind: 'danger', word: 'Failed' },
};

const aMinute = 60_000;

/** When a run began; of what lasted longer, such as an outage, also until when. */
export function whenText({ started_at, finished_at }: Run): string {
  const lasted = finished_at === null ? 0 : Date.parse(finished_at) - Date.parse(started_at);
  return finished_at === null || lasted < aMinute
    ? formatDateTime(started_at)
    : `${formatDateTime(started_at)} – ${formatDateTime(finished_at)}`;
}

/** What a run did, in a line. */
export function runText({ sent, received, conflicts, message }: Run): string {
  const parts = [
    sent > 0 && `${countText(sent, 'row', 'rows')} sent`,
    received > 0 && `${countText(received, 'row', 'rows')} received`,
    conflicts > 0 && countText(conflicts, 'conflict', 'conflicts'),
  ].filter((part) => part !== false);
  const done = parts.length > 0 ? parts.join(', ') : 'Nothing was exchanged';
  return message ? `${done}. ${message}` : done;
}

const conflictTexts: Record<string, string> = {
  gone_there: 'Gone on the server, edited here',
  edited_there: 'Edited on the server, ended here',
  versioned_there: 'Both sides gave it new terms',
  key_taken: 'Another row there has its lookup key',
  unknown_fate: 'It is not known whether it arrived',
  server_ignored: 'The server kept something else than was sent',
};

/** What can be done about a row that went. */
const wayOn: Record<string, string> = {
  group: 'Its page creates it again.',
  plan: 'Its page makes a copy with its charges.',
  feature: 'Another feature can take its lookup key.',
  price: 'A new charge in its plan can go on with its terms.',
};

/**
 * Why or what of an entry: the reason of a skipped or removed row, the fields of a merged one, the server's words about a
 * failed one.
 */
export function entryText({ entity, detail }: Pick<Entry, 'entity' | 'detail'>): string {
  const { reason, message, kind, fields, because } = detail;
  if (because === 'gone') return `The server does not have it any more. ${wayOn[entity] ?? ''}`;
  if (because === 'over') {
    return `${entity === 'price' ? 'Ended' : 'Archived'} on the server, which nothing takes back. ${wayOn[entity] ?? ''}`;
  }
  if (typeof reason === 'string') return reason;
  if (typeof message === 'string') return message;
  if (typeof kind === 'string' && conflictTexts[kind]) return conflictTexts[kind];
  const names = Array.isArray(fields) ? fields : Object.keys((fields as object | null | undefined) ?? {});
  return names.map((name) => fieldLabel(String(name))).join(', ');
}
