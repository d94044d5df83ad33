import type { OutputOf } from '@shared/contract';
import { featureCreate } from '@shared/entities/feature';
import { groupCreate } from '@shared/entities/group';
import type { PortableChange } from '@shared/entities/pending';
import { planCreate } from '@shared/entities/plan';
import { priceUpdate } from '@shared/entities/price';
import { invalid } from '@shared/errors';
import { fieldRule } from '@shared/rules/sync/synced-fields';
import { createFeature } from '../../features/create-feature';
import { archiveFeature } from '../../features/update-feature';
import { createGroup } from '../../groups/create-group';
import { deleteGroup } from '../../groups/delete-group';
import { createPlan } from '../../plans/create-plan';
import { archivePlan } from '../../plans/update-plan';
import { terminatePrice } from '../../prices/terminate-price';
import { updatePrice } from '../../prices/update-price';
import { inSavepoint } from '../../store/in-savepoint';
import type { Tx } from '../../store/write';
import { detailsInput, editRow, parseInput } from '../local/edit-row';
import { newPrice } from '../local/new-price';
import { termsInput } from '../local/terms-input';
import { type FindAt, findPortable, findReference, referenceFields } from './find-portable';
import { previewChange } from './preview-change-set';

type Values = Record<string, unknown>;

/**
 * Applies a change set to the rows here by the domain's own rules, in its order, each change as a whole or not at all.
 * Answers what was left out and why. `overwrite`: changes whose row has other values than they found and that are applied
 * all the same, by their place in the set.
 */
export async function applyChangeSet(
  tx: Tx,
  changes: readonly PortableChange[],
  overwrite: ReadonlySet<number>,
): Promise<OutputOf<'pending.import'>> {
  const { db, sqlite, context } = tx;
  const at: FindAt = { db, sqlite, environment_id: context.environment_id };
  const done: OutputOf<'pending.import'> = { applied: 0, already: 0, skipped: [] };
  for (const [index, change] of changes.entries()) {
    const row = await previewChange(at, change, index);
    const wanted = row.outcome === 'applies' || (row.outcome === 'differs' && overwrite.has(index));
    if (row.outcome === 'already') done.already += 1;
    if (row.outcome === 'already') continue;
    const fields = row.fields.filter(({ outcome }) => outcome !== 'already').map(({ field }) => field);
    const refusal = wanted ? await inSavepoint(tx, () => applyChange(tx, at, change, fields)) : row;
    if (refusal === null) done.applied += 1;
    else done.skipped.push({ index, name: change.name, message: refusal.message ?? '' });
  }
  return done;
}

async function applyChange(tx: Tx, at: FindAt, change: PortableChange, names: readonly string[]): Promise<void> {
  const { entity, kind } = change;
  const values = localValues(at, change, kind === 'create' ? Object.keys(change.fields) : names);
  if (kind === 'create') {
    await createRow(tx, change, values);
    return;
  }
  const found = findPortable(at, entity, change.key);
  if ('missing' in found) throw invalid(found.missing, 'key');
  const { id } = found;
  const details = inPlace(change, values);
  if (kind === 'version') {
    const terms = termsInput(Object.fromEntries(Object.entries(change.fields).map(([field, { to }]) => [field, to])));
    const effective_from = change.fields.start_date?.to;
    await updatePrice(tx, parseInput(priceUpdate, { id, ...detailsInput(details), ...terms, effective_from }));
    return;
  }
  await editRow(tx, entity, id, details);
  if (kind === 'end' && 'end_date' in values) await terminatePrice(tx, { id, end_date: values.end_date as string });
  if (kind === 'archive' && 'status' in values) await archiveRow(tx, entity, id);
}

const inPlace = ({ entity }: PortableChange, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([field]) => fieldRule(entity, field)?.travels === 'in_place'));

/** The values of a change with local ids. */
function localValues(at: FindAt, { entity, fields }: PortableChange, names: readonly string[]): Values {
  const values: Values = {};
  for (const field of names) {
    if (!fieldRule(entity, field)) continue;
    const to = fields[field]?.to ?? null;
    const isReference = entity === 'price' && (referenceFields as readonly string[]).includes(field);
    const found = isReference ? findReference(at, field, to) : null;
    if (found && 'missing' in found) throw invalid(found.missing, field);
    values[field] = isReference ? (found?.id ?? null) : to;
  }
  return values;
}

async function createRow(tx: Tx, { entity }: PortableChange, values: Values): Promise<void> {
  const { status: _status, ...own } = values;
  switch (entity) {
    case 'group':
      await createGroup(tx, parseInput(groupCreate, own));
      return;
    case 'plan':
      await createPlan(tx, parseInput(planCreate, own));
      return;
    case 'feature':
      await createFeature(tx, parseInput(featureCreate, own));
      return;
    case 'price':
      await newPrice(tx, own);
      return;
  }
}

async function archiveRow(tx: Tx, entity: PortableChange['entity'], id: string): Promise<void> {
  if (entity === 'group') await deleteGroup(tx, id);
  else if (entity === 'plan') await archivePlan(tx, id);
  else if (entity === 'feature') await archiveFeature(tx, id);
}
