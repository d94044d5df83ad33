import type { Parsed } from '@shared/contract';
import { invalid } from '@shared/errors';
import { checkFeatureUnits } from '@shared/rules/feature';
import { mergeAlertSettings } from '@shared/rules/feature-alerts';
import { refuseFeatureGroup } from '../groups/refuse-feature-group';
import { searchText } from '../list/quick-search';
import { addMeterFilters, archiveMeter } from '../meters/update-meter';
import { changedFields, type Tx } from '../store/write';
import { type FeatureRow, jsonColumns, jsonFieldsOf, loadFeature } from './feature-row';

/** Edits a feature (wire contract 5.4); `filters` are merged into its meter's. Key, type and meter never change. */
export async function updateFeature(tx: Tx, input: Parsed<'feature.update'>): Promise<FeatureRow> {
  const row = await loadFeature(tx.db, tx.context.environment_id, input.id);
  await refuseFeatureGroup(tx, input.group_id);
  if (input.filters && input.filters.length > 0) {
    if (!row.meter_id) throw invalid('Only a metered feature has filters', 'filters');
    await addMeterFilters(tx, row.meter_id, input.filters);
  }
  const before = { ...row, ...jsonFieldsOf(row) };
  const after = {
    name: input.name ?? row.name,
    description: input.description ?? row.description,
    metadata: input.metadata ?? before.metadata,
    unit_singular: input.unit_singular ?? row.unit_singular,
    unit_plural: input.unit_plural ?? row.unit_plural,
    reporting_unit: input.reporting_unit ?? before.reporting_unit,
    alert_settings: mergeAlertSettings(before.alert_settings, input.alert_settings),
  };
  checkFeatureUnits(after);
  const fields = changedFields(before, after);
  if (Object.keys(fields).length === 0) return row;
  const updated = await tx.db
    .updateTable('features')
    .set({
      ...after,
      ...jsonColumns(after),
      search_text: searchText(after.name, row.lookup_key),
      ...tx.touch(),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('feature', row.id, 'update', fields);
  return updated;
}

/** Archives a feature and its meter; prices that use the meter are not touched. Again changes nothing. */
export async function archiveFeature(tx: Tx, id: string): Promise<FeatureRow> {
  const row = await loadFeature(tx.db, tx.context.environment_id, id);
  if (row.status === 'archived') return row;
  const archived = await tx.db
    .updateTable('features')
    .set({ status: 'archived', ...tx.touch() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('feature', id, 'archive', { status: { from: row.status, to: 'archived' } });
  if (row.meter_id) await archiveMeter(tx, row.meter_id);
  return archived;
}
