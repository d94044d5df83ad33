import type { Parsed } from '@shared/contract';
import type { Feature } from '@shared/entities/feature';
import { alreadyExists, invalid } from '@shared/errors';
import { checkFeatureUnits } from '@shared/rules/feature';
import { mergeAlertSettings } from '@shared/rules/feature-alerts';
import { defaultFeatureKey } from '@shared/rules/feature-key';
import { refuseFeatureGroup } from '../groups/refuse-feature-group';
import { searchText } from '../list/quick-search';
import { createMeter } from '../meters/create-meter';
import { loadMeter } from '../meters/meter-row';
import { findByLookupKey } from '../store/find-row';
import { createdFields, type Tx } from '../store/write';
import { type FeatureRow, jsonColumns } from './feature-row';

/** Creates a feature (wire contract 5.2), a metered one together with the meter that measures it. */
export async function createFeature(tx: Tx, input: Parsed<'feature.create'>): Promise<FeatureRow> {
  const { name, type, description, unit_singular, unit_plural } = input;
  const reporting_unit = input.reporting_unit ?? null;
  checkFeatureUnits({ unit_singular, unit_plural, reporting_unit });
  const lookup_key = input.lookup_key || defaultFeatureKey(name);
  await refuseTakenKey(tx, lookup_key);
  await refuseFeatureGroup(tx, input.group_id);
  return insertFeature(tx, {
    name,
    lookup_key,
    description,
    type,
    meter_id: type === 'metered' ? await meterIdOf(tx, input) : null,
    unit_singular,
    unit_plural,
    reporting_unit,
    alert_settings: mergeAlertSettings(null, input.alert_settings),
    metadata: input.metadata ?? {},
  });
}

interface NewFeature
  extends Pick<
    Feature,
    | 'name'
    | 'lookup_key'
    | 'description'
    | 'type'
    | 'unit_singular'
    | 'unit_plural'
    | 'reporting_unit'
    | 'alert_settings'
    | 'metadata'
  > {
  meter_id: string | null;
}

/** Writes a feature that was checked, and records it. */
export async function insertFeature(tx: Tx, feature: NewFeature): Promise<FeatureRow> {
  const row = await tx.db
    .insertInto('features')
    .values({
      ...feature,
      ...jsonColumns(feature),
      id: tx.newId('feature'),
      search_text: searchText(feature.name, feature.lookup_key),
      ...tx.base(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('feature', row.id, 'create', createdFields({ ...feature }));
  return row;
}

async function meterIdOf(tx: Tx, { name, meter, meter_id }: Parsed<'feature.create'>): Promise<string> {
  if (meter) return (await createMeter(tx, { ...meter, name: meter.name || name })).id;
  if (!meter_id) throw invalid('Please provide meter details to setup a metered feature', 'meter');
  return (await loadMeter(tx.db, tx.context.environment_id, meter_id)).id;
}

async function refuseTakenKey(tx: Tx, lookup_key: string): Promise<void> {
  const other = await findByLookupKey(tx.db, 'features', tx.context.environment_id, lookup_key);
  if (!other) return;
  throw alreadyExists('A feature with this lookup key already exists', 'lookup_key', {
    lookup_key,
    feature_id: other.id,
    feature_name: other.name,
  });
}
