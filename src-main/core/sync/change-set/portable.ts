import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Kysely } from 'kysely';
import { metersById } from '../../meters/meter-row';
import { prepared } from '../../store/prepared';
import { rowsById } from '../../store/rows-by-id';
import type { Schema } from '../../store/schema';
import { meterPart } from '../snapshots/read-snapshots';

type Values = Record<string, unknown>;
export interface PortableAt {
  db: Kysely<Schema>;
  sqlite: Parameters<typeof prepared>[0];
}

/** How a plan is named on another machine. */
export const planKey = ({ lookup_key, name }: Snapshot) => ({ lookup_key, name });

/** How a price is found on another machine: by its plan and any of the keys or names it had or has. */
export function priceKey(plan: unknown, versions: readonly Snapshot[]) {
  const all = (field: string) => [...new Set(versions.map((row) => row[field]).filter((value) => value))];
  const [{ currency, type } = {}] = versions as readonly Values[];
  return { plan, lookup_keys: all('lookup_key'), display_names: all('display_name'), currency, type };
}

/** Values of a row with keys in place of the ids of what they refer to. */
export async function portableValues(at: PortableAt, entity: SyncedEntity, values: Snapshot): Promise<Values> {
  if (entity !== 'price') return { ...values };
  const portable: Values = { ...values };
  if (values.entity_id) {
    const [plan] = rowsById(at.db, 'plans', [String(values.entity_id)]);
    portable.entity_id = plan ? planKey(plan) : null;
  }
  if (values.group_id) {
    const [group] = rowsById(at.db, 'groups', [String(values.group_id)]);
    portable.group_id = group?.lookup_key ?? null;
  }
  if (values.meter_id) portable.meter_id = await meterKey(at, String(values.meter_id));
  return portable;
}

/** A meter is named by the feature that owns it, one without a feature by what it measures. */
async function meterKey({ db, sqlite }: PortableAt, id: string): Promise<unknown> {
  const feature = prepared(
    sqlite,
    `select lookup_key from features where meter_id = ? order by status = 'published' desc`,
  )
    .pluck()
    .get(id) as string | undefined;
  if (feature) return { feature };
  const meter = (await metersById(db, [id])).get(id);
  return meter ? { meter: meterPart(meter) } : null;
}
