import { type Feature, feature as featureShape } from '@shared/entities/feature';
import { notFound } from '@shared/errors';
import type { Kysely, Selectable } from 'kysely';
import { metersById } from '../meters/meter-row';
import { baseOf } from '../store/base-columns';
import { findRow } from '../store/find-row';
import type { FeatureTable, Schema } from '../store/schema';

export type FeatureRow = Selectable<FeatureTable>;

const { reporting_unit, alert_settings } = featureShape.shape;
const parsedJson = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

type JsonFields = Pick<Feature, 'reporting_unit' | 'alert_settings' | 'metadata'>;

/** The fields of a feature that a row holds as JSON. */
export const jsonFieldsOf = (row: FeatureRow): JsonFields => ({
  reporting_unit: reporting_unit.parse(parsedJson(row.reporting_unit)),
  alert_settings: alert_settings.parse(parsedJson(row.alert_settings)),
  metadata: JSON.parse(row.metadata),
});

/** The same fields as the row's columns hold them. */
export const jsonColumns = ({ reporting_unit, alert_settings, metadata }: JsonFields) => ({
  reporting_unit: reporting_unit && JSON.stringify(reporting_unit),
  alert_settings: alert_settings && JSON.stringify(alert_settings),
  metadata: JSON.stringify(metadata),
});

/** A feature of this environment, archived or not; 404 when there is none. */
export async function loadFeature(db: Kysely<Schema>, environment_id: string, id: string): Promise<FeatureRow> {
  const row = await findRow(db, 'features', environment_id, id);
  if (!row) throw notFound('The specified feature does not exist');
  return row;
}

/** Features as the wire shows them (wire contract 5.3), each with its meter when asked for. */
export async function featuresOf(
  db: Kysely<Schema>,
  rows: readonly FeatureRow[],
  { meters }: { meters: boolean },
): Promise<Feature[]> {
  const meterOf = await metersById(db, meters ? rows.flatMap((row) => row.meter_id ?? []) : []);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    lookup_key: row.lookup_key,
    description: row.description,
    type: row.type,
    meter_id: row.meter_id ?? '',
    meter: meterOf.get(row.meter_id ?? '') ?? null,
    unit_singular: row.unit_singular,
    unit_plural: row.unit_plural,
    ...jsonFieldsOf(row),
    ...baseOf(row),
  }));
}

/** One feature with its meter. */
export async function featureOf(db: Kysely<Schema>, row: FeatureRow): Promise<Feature> {
  const [feature] = await featuresOf(db, [row], { meters: true });
  if (!feature) throw new Error('a feature that was just read is gone');
  return feature;
}
