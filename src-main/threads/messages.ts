import type { CallContext, DoorEvent } from '@shared/door';
import type { AppErrorBody, Reply } from '@shared/errors';
import type { RawRequest } from '@shared/v1/raw-request';
import type { AskedFact } from '../core/usage/asked-facts';

/** What a store thread is started with. Only the writer creates and migrates the database; readers never change it. */
export interface StoreThreadSettings {
  role: 'writer' | 'reader' | 'guest';
  /** The database file. */
  file: string;
  /** Where the parser thread of file imports is loaded from, as a file URL. */
  importThread: string;
  /** Syncs with the servers that environments are connected to; for the one writer of a program with windows. */
  syncs: boolean;
}

/** To a store thread. It loads its code at once but touches the file only after `open`. */
export type ToStoreThread =
  | { type: 'open' }
  | { type: 'call'; id: number; name: string; input: unknown; context: CallContext }
  /** A request of the HTTP API, by the place of its route in the table; the reply is a `RawAnswer`. */
  | { type: 'answer'; id: number; route: number; request: RawRequest; context: CallContext }
  /** What became of an `ask_secret`. */
  | { type: 'secret'; id: number; value: string | null; error: AppErrorBody | null }
  /** A report on another thread told usage apart by this. */
  | { type: 'asked'; fact: AskedFact }
  | { type: 'close' };

/** What a thread may ask of the keeper of secrets. */
export type SecretAsk = { do: 'get' | 'delete'; name: string } | { do: 'set'; name: string; value: string };

/** From a store thread. */
export type FromStoreThread =
  | { type: 'opened' }
  | { type: 'refused'; error: AppErrorBody }
  | { type: 'reply'; id: number; reply: Reply }
  | { type: 'event'; event: DoorEvent }
  | { type: 'ask_secret'; id: number; ask: SecretAsk }
  | { type: 'asked'; fact: AskedFact }
  | { type: 'log'; line: string };
