import type { Meter } from '@shared/entities/meter';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Kysely } from 'kysely';
import { jsonFieldsOf } from '../../features/feature-row';
import { metersById } from '../../meters/meter-row';
import { priceOf } from '../../prices/price-row';
import { rowsById } from '../../store/rows-by-id';
import type { Schema } from '../../store/schema';

/** The table of each kind of row. */
export const tableOf = {
  group: 'groups',
  feature: 'features',
  plan: 'plans',
  price: 'prices',
} as const satisfies Record<SyncedEntity, string>;

/** What a feature's meter measures, without who and when. */
export const meterPart = ({ name, event_name, aggregation, filters, reset_usage }: Meter) => ({
  name,
  event_name,
  aggregation,
  filters,
  reset_usage,
});

/**
 * The shared part of local rows by id, as the rules of syncing compare it: exactly the fields of `syncedFields`, ids in it
 * are local. Ids that no row has are left out.
 */
export async function readSnapshots(
  db: Kysely<Schema>,
  entity: SyncedEntity,
  ids: readonly string[],
): Promise<Map<string, Snapshot>> {
  switch (entity) {
    case 'group':
      return new Map(
        rowsById(db, 'groups', ids).map(({ id, name, lookup_key, entity_type, status }) => [
          id,
          { name, lookup_key, entity_type, status },
        ]),
      );
    case 'plan':
      return new Map(
        rowsById(db, 'plans', ids).map(({ id, name, lookup_key, description, display_order, metadata, status }) => [
          id,
          { name, lookup_key, description, display_order, metadata: JSON.parse(metadata), status },
        ]),
      );
    case 'feature':
      return featureSnapshots(db, ids);
    case 'price':
      return new Map(rowsById(db, 'prices', ids).map((row) => [row.id, priceSnapshot(priceOf(row))]));
  }
}

async function featureSnapshots(db: Kysely<Schema>, ids: readonly string[]): Promise<Map<string, Snapshot>> {
  const rows = rowsById(db, 'features', ids);
  const meters = await metersById(
    db,
    rows.flatMap(({ meter_id }) => meter_id ?? []),
  );
  return new Map(
    rows.map((row) => {
      const { name, lookup_key, description, type, unit_singular, unit_plural, status } = row;
      const meter = meters.get(row.meter_id ?? '');
      return [
        row.id,
        {
          name,
          lookup_key,
          description,
          type,
          meter: meter ? meterPart(meter) : null,
          unit_singular,
          unit_plural,
          ...jsonFieldsOf(row),
          status,
        },
      ];
    }),
  );
}

const priceSnapshot = (price: ReturnType<typeof priceOf>): Snapshot => ({
  entity_id: price.entity_id,
  meter_id: price.meter_id || null,
  currency: price.currency,
  type: price.type,
  billing_period: price.billing_period,
  billing_period_count: price.billing_period_count,
  invoice_cadence: price.invoice_cadence,
  trial_period_days: price.trial_period_days,
  min_quantity: price.min_quantity,
  start_date: price.start_date,
  billing_model: price.billing_model,
  amount: price.amount,
  tier_mode: price.tier_mode,
  tiers: price.tiers,
  transform_quantity: price.transform_quantity,
  display_name: price.display_name,
  lookup_key: price.lookup_key,
  description: price.description,
  metadata: price.metadata,
  group_id: price.group_id,
  end_date: price.end_date,
});
