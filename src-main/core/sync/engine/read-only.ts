import type { RemoteServer } from '@shared/entities/sync';
import type { ConnectionRow } from '../connections/active-connection';

/** What is told of a key with which nothing can be sent. */
export const onlyReads =
  'The API key only reads: changes made here cannot be sent with it. The server’s changes still arrive.';

/** What is remembered of a connection whose server declined every write. */
export interface ReadOnlyMemory {
  /** When the connection was last set as it was then, such as with another key; null when nothing was declined. */
  read_only: string | null;
}

/** Whether the key of a connection is known to read only, by what its server tells of it or has declined. */
export function isReadOnly({ remote, updated_at }: ConnectionRow, memory: ReadOnlyMemory | undefined): boolean {
  if (memory?.read_only === updated_at) return true;
  return remote !== null && (JSON.parse(remote) as RemoteServer).key_access === 'read';
}
