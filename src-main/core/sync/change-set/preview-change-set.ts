import type { ChangeSetRow, PortableChange } from '@shared/entities/pending';

import { sameValue } from '@shared/rules/sync/same-value';
import { fieldRule } from '@shared/rules/sync/synced-fields';
import { readSnapshots } from '../snapshots/read-snapshots';
import { type FindAt, findPortable, findReference, nameOfReference, referenceFields } from './find-portable';
import { type Foreseen, foresee, foreseenRow } from './foreseen';
import { type PortableAt, portableValues } from './portable';

/** What each change of a set would do to the rows here; one may rely on what an earlier one makes. */
export async function previewChangeSet(
  at: PortableAt,
  environment_id: string,
  changes: readonly PortableChange[],
): Promise<ChangeSetRow[]> {
  const rows: ChangeSetRow[] = [];
  const before: Before = { coming: new Set(), foreseen: [] };
  for (const [index, change] of changes.entries()) {
    const where = { db: at.db, sqlite: at.sqlite, environment_id };
    const row = await previewChange(where, change, index, before);
    rows.push(row);
    if (row.outcome !== 'applies') continue;
    const found = findPortable(where, change.entity, change.key);
    foresee(before.foreseen, change, 'id' in found ? found.id : null);
    if (change.kind === 'create') before.coming.add(`${change.entity} ${JSON.stringify(change.key)}`);
  }
  return rows;
}

/** What earlier changes of a set will have done. */
interface Before {
  /** Names of the rows that they make. */
  coming: Set<string>;
  foreseen: Foreseen[];
}

/** `before`: nothing, when the earlier changes are done already. */
export async function previewChange(
  at: FindAt,
  change: PortableChange,
  index: number,
  before: Before = { coming: new Set(), foreseen: [] },
): Promise<ChangeSetRow> {
  const { coming } = before;
  const { entity, kind, name } = change;
  const told = { index, entity, kind, name };
  const all = (outcome: ChangeSetRow['outcome'], message: string | null, current: Record<string, unknown> = {}) => ({
    ...told,
    outcome,
    message,
    fields: Object.entries(change.fields).map(([field, { from = null, to = null }]) => ({
      field,
      from,
      to,
      current: current[field] ?? null,
      outcome,
    })),
  });
  const found = findPortable(at, entity, change.key);
  if (kind === 'create') return previewCreate(at, change, found, coming, all);
  const foreseen = foreseenRow(before.foreseen, change, 'id' in found ? found.id : null);
  if ('missing' in found && !foreseen) return all('unknown', found.missing);
  const missing = missingReference(at, change, coming);
  if (missing) return all('unknown', missing);
  const id = 'id' in found ? found.id : foreseen?.id;
  const snapshot = id ? (await readSnapshots(at.db, entity, [id])).get(id) : undefined;
  const current = { ...(await portableValues(at, entity, snapshot ?? {})), ...foreseen?.values };
  const fields = Object.entries(change.fields).map(([field, { from = null, to = null }]) => {
    const here = current[field] ?? null;
    return { field, from, to, current: here, outcome: outcomeOf(change, field, from, to, here) };
  });
  const outcomes = fields.filter(({ field }) => !isMoment(change, field)).map((field) => field.outcome);
  const outcome = outcomes.every((one) => one === 'already')
    ? 'already'
    : outcomes.includes('differs')
      ? 'differs'
      : 'applies';
  const message = outcome === 'differs' ? 'It has another value here than this change found.' : null;
  return { ...told, outcome, message, fields };
}

/** When a version starts is no value that can be compared with the one before it. */
const isMoment = ({ kind }: PortableChange, field: string) => kind === 'version' && field === 'start_date';

function outcomeOf(
  change: PortableChange,
  field: string,
  from: unknown,
  to: unknown,
  here: unknown,
): ChangeSetRow['outcome'] {
  if (isMoment(change, field)) return 'applies';
  if (sameValue(here, to)) return 'already';
  return sameValue(here, from) ? 'applies' : 'differs';
}

type Tell = (
  outcome: ChangeSetRow['outcome'],
  message: string | null,
  current?: Record<string, unknown>,
) => ChangeSetRow;

async function previewCreate(
  at: FindAt,
  change: PortableChange,
  found: ReturnType<typeof findPortable>,
  coming: ReadonlySet<string>,
  all: Tell,
): Promise<ChangeSetRow> {
  if ('missing' in found) {
    const missing = missingReference(at, change, coming);
    return missing ? all('unknown', missing) : all('applies', null);
  }
  const snapshot = (await readSnapshots(at.db, change.entity, [found.id])).get(found.id);
  const current = await portableValues(at, change.entity, snapshot ?? {});
  const differs = Object.entries(change.fields).some(
    ([field, { to }]) => fieldRule(change.entity, field)?.travels !== 'lifecycle' && !sameValue(current[field], to),
  );
  return differs
    ? all('refused', 'There is a row with this key here already, and it is otherwise.', current)
    : all('already', null, current);
}

/** What the change refers to and is neither here nor made by an earlier change. */
function missingReference(at: FindAt, { entity, fields }: PortableChange, coming: ReadonlySet<string>): string | null {
  if (entity !== 'price') return null;
  for (const field of referenceFields) {
    const to = fields[field]?.to;
    const found = findReference(at, field, to);
    if (found && 'missing' in found && !coming.has(nameOfReference(field, to))) return found.missing;
  }
  return null;
}
