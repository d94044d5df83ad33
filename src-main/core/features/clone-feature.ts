import type { Parsed } from '@shared/contract';
import { alreadyExists, invalid } from '@shared/errors';
import { createMeter } from '../meters/create-meter';
import { loadMeter, meterOf } from '../meters/meter-row';
import { findByLookupKey } from '../store/find-row';
import type { Tx } from '../store/write';
import { insertFeature } from './create-feature';
import { type FeatureRow, jsonFieldsOf, loadFeature } from './feature-row';

/** Copies a feature with a meter of its own (wire contract 5.4). */
export async function cloneFeature(tx: Tx, input: Parsed<'feature.clone'>): Promise<FeatureRow> {
  const { name, lookup_key } = input;
  if (name === '') throw invalid('Please provide a unique name for the cloned feature', 'name');
  if (lookup_key === '') throw invalid('Please provide a unique lookup_key for the cloned feature', 'lookup_key');
  const { environment_id } = tx.context;
  const source = await loadFeature(tx.db, environment_id, input.id);
  if (await findByLookupKey(tx.db, 'features', environment_id, lookup_key)) {
    throw alreadyExists('Please choose a different lookup_key for the cloned feature', 'lookup_key', { lookup_key });
  }
  const { metadata, ...own } = jsonFieldsOf(source);
  return insertFeature(tx, {
    ...own,
    name,
    lookup_key,
    description: input.description ?? source.description,
    type: source.type,
    meter_id: source.meter_id && (await copyMeter(tx, source.meter_id)),
    unit_singular: source.unit_singular,
    unit_plural: source.unit_plural,
    metadata: { ...metadata, ...input.metadata, source_feature_id: source.id },
  });
}

async function copyMeter(tx: Tx, id: string): Promise<string> {
  const source = meterOf(await loadMeter(tx.db, tx.context.environment_id, id));
  return (await createMeter(tx, source)).id;
}
