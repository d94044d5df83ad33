import type { PendingKind, RemoteExtension } from '@shared/entities/sync';
import { fieldRule, type Snapshot, type SyncedEntity } from '@shared/rules/sync/synced-fields';
import { whyItStays } from '@shared/rules/sync/what-stays';
import type { ChangedFields } from '../../store/write';
import type { Step } from './operation';
import { createBody, meterBody, updateBody, versionBody, type Wording } from './wire-bodies';

/** What is to be known of a line to tell its requests. */
export interface LineParts {
  entity: SyncedEntity;
  kind: PendingKind;
  fields: ChangedFields;
  mine: Snapshot;
  /** The last state both sides had of the row, of a version that of the one before it. */
  base: Snapshot | null;
  /** The server's id of that row; unused for a create. */
  remote_id: string;
  /** A version that is still to be sent carries the end of this price along. */
  has_successor: boolean;
  /** Its key is given to it once it is over there: see givesKeyLater. */
  gives_key_later: boolean;
  /** What a feature or a usage price is measured by. */
  meter: { remote_id: string | null; part: Record<string, unknown>; is_made_apart: boolean } | null;
  wording: Wording;
}

const paths = { group: '/groups', feature: '/features', plan: '/plans', price: '/prices' } as const;

/**
 * The requests of a line, in order; they are sent one by one, each once the one before it is settled. What the server
 * cannot take is not among them. Depends on nothing but its arguments.
 */
export function plannedSteps(parts: LineParts): Step[] {
  switch (parts.kind) {
    case 'create':
      return [...meterSteps(parts), createStep(parts)];
    case 'version':
      return [versionStep(parts)];
    case 'update':
      return updateSteps(parts);
    case 'end':
      return keysLast(updateSteps(parts), endSteps(parts));
    case 'archive':
      return keysLast(updateSteps(parts), archiveSteps(parts));
  }
}

/** A row that is over takes a key from nobody, while one that still runs there does: then it ends first. */
const keysLast = (updates: Step[], ends: Step[]): Step[] =>
  updates.some(({ sent }) => sent.includes('lookup_key')) ? [...ends, ...updates] : [...updates, ...ends];

function meterSteps({ entity, meter }: LineParts): Step[] {
  if (entity !== 'price' || !meter?.is_made_apart) return [];
  const { part } = meter;
  return [
    { kind: 'meter', request: { method: 'POST', path: '/meters', body: meterBody(part) }, sent: [], intent: part },
  ];
}

/** A new price or version as it is made there, before what comes after it. */
const asMade = ({ mine, base, has_successor, gives_key_later }: LineParts): Snapshot => ({
  ...mine,
  ...(has_successor && { end_date: null }),
  ...(gives_key_later && { lookup_key: base?.lookup_key ?? '' }),
});

function createStep(parts: LineParts): Step {
  const { entity, mine, meter, wording } = parts;
  const intent = asMade(parts);
  const body = createBody(entity, intent, wording, entity === 'feature' ? (meter?.remote_id ?? null) : null);
  return {
    kind: 'create',
    request: { method: 'POST', path: paths[entity], body },
    sent: Object.keys(mine).filter((field) => field !== 'status'),
    intent,
  };
}

const terms = ['billing_model', 'amount', 'tier_mode', 'tiers', 'transform_quantity', 'start_date'] as const;

/** Whether a request would overwrite what others changed meanwhile: terms alone are refused by a price that has ended. */
export const overwrites = ({ kind, sent }: Pick<Step, 'kind' | 'sent'>): boolean =>
  kind === 'update' || (kind === 'version' && sent.some(isInPlace));

/** Whether a field of a price is edited in place: a version of it brings it along. */
export const isInPlace = (field: string): boolean => fieldRule('price', field)?.travels === 'in_place';

/** The new row is the one before it with other terms, and with the details that travel. */
function versionStep(parts: LineParts): Step {
  const { base, remote_id, wording } = parts;
  const mine = asMade(parts);
  const before = base ?? mine;
  const { body, details } = versionBody(mine, before, wording);
  const sent = [...terms, ...details];
  const intent = { ...before, ...Object.fromEntries(sent.map((field) => [field, mine[field]])), end_date: null };
  return { kind: 'version', request: { method: 'PUT', path: `/prices/${remote_id}`, body }, sent, intent };
}

/** The fields of a line that an update in place brings along. */
export const sendableFields = (
  entity: SyncedEntity,
  kind: PendingKind,
  fields: ChangedFields,
  extensions: ReadonlySet<RemoteExtension>,
): string[] =>
  Object.keys(fields).filter(
    (field) =>
      fieldRule(entity, field)?.travels === 'in_place' &&
      whyItStays(entity, kind, field, fields[field], extensions) === null,
  );

function updateSteps({ entity, kind, fields, mine, base, remote_id, wording }: LineParts): Step[] {
  const sent = sendableFields(entity, kind, fields, wording.extensions);
  if (sent.length === 0) return [];
  const body = updateBody(entity, sent, mine, wording);
  const intent = { ...(base ?? mine), ...Object.fromEntries(sent.map((field) => [field, mine[field]])) };
  return [{ kind: 'update', request: { method: 'PUT', path: `${paths[entity]}/${remote_id}`, body }, sent, intent }];
}

function endSteps({ entity, kind, fields, mine, base, remote_id, wording }: LineParts): Step[] {
  if (whyItStays(entity, kind, 'end_date', fields.end_date, wording.extensions) !== null) return [];
  const { end_date } = mine;
  const request = { method: 'DELETE', path: `/prices/${remote_id}`, body: { end_date } } as const;
  return [{ kind: 'end', request, sent: ['end_date'], intent: { ...(base ?? mine), end_date } }];
}

function archiveSteps({ entity, kind, fields, mine, base, remote_id, wording }: LineParts): Step[] {
  if (whyItStays(entity, kind, 'status', fields.status, wording.extensions) !== null) return [];
  const request = { method: 'DELETE', path: `${paths[entity]}/${remote_id}`, body: undefined } as const;
  return [{ kind: 'archive', request, sent: ['status'], intent: { ...(base ?? mine), status: 'archived' } }];
}
