import type { PendingKind, RemoteExtension } from '../../entities/sync';
import { fieldRule, type SyncedEntity } from './synced-fields';

const isEmpty = (value: unknown) => value === null || value === undefined || value === '';

/**
 * Why a change of a field cannot be sent to a server with these extensions, as a sentence; null when it can. Creates carry
 * every field. It stays here, visible, and is never queued to fail.
 */
export function whyItStays(
  entity: SyncedEntity,
  kind: PendingKind,
  field: string,
  change: { from: unknown; to: unknown } | undefined,
  extensions: ReadonlySet<RemoteExtension>,
): string | null {
  const rule = fieldRule(entity, field);
  if (!rule || !change || kind === 'create') return null;
  if (rule.travels === 'fixed') return kind === 'version' ? null : 'A server never changes this once the row is made.';
  if (rule.travels === 'lifecycle' && !isEmpty(change.from) && change.from !== 'published') {
    return 'A server never takes back that something ended.';
  }
  if (rule.update_needs && !extensions.has(rule.update_needs)) return 'This server cannot rename groups.';
  if (!rule.clear_needs || !isEmpty(change.to) || isEmpty(change.from)) return null;
  if (rule.clear_needs === 'never') return 'No server can take this away again, only change it.';
  return extensions.has(rule.clear_needs) ? null : 'This server cannot empty a text of a price.';
}
