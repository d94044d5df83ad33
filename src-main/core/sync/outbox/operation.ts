import type { PendingKind, PlannedRequest } from '@shared/entities/sync';
import type { AppErrorBody } from '@shared/errors';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import type { ChangedFields } from '../../store/write';

/** One request and what the server has once it was done. */
export interface Step {
  /** `meter`: a meter that no feature brings along, made before the price that needs it. */
  kind: PendingKind | 'meter';
  request: PlannedRequest;
  /** Fields that travel with it. */
  sent: string[];
  /** The row as it is there afterwards, with local ids; of a version the new row, of a meter what it measures. */
  intent: Snapshot;
}

/** A request that is on its way, or of which nobody knows whether it was done; kept before its first byte leaves. */
export interface Operation extends Step {
  /** Names it: its idempotency key, and its mark in metadata. */
  op_id: string;
  /** Whether metadata carries the mark. */
  is_marked: boolean;
  if_match: string | null;
  /** The local row that the request is about: of a version the one before it. */
  about: string;
  started_at: string;
  /** Since when reads do not find what it left or was about: one such read proves nothing. */
  missing_since: string | null;
  /** It was answered, but not with all of it: sending it again would tell nothing more. */
  is_answered: boolean;
  /** How the server declined it, where it is not clear yet whether because it was done before. */
  refused: AppErrorBody | null;
  /** The line when it left, for telling what was edited since and whether what remains of it was released. */
  fields: ChangedFields;
  was_released: boolean;
}
