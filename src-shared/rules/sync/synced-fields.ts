/** The kinds of rows that are synced, parents first: a row is sent after everything it refers to. */
export const syncedEntities = ['group', 'feature', 'plan', 'price'] as const;
export type SyncedEntity = (typeof syncedEntities)[number];

/** The part of a row that both sides share, by the wire's field names; ids in it are local ones. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** What a server may do beyond the public v1 API that matters for sending a field. */
export type FieldExtension = 'group_update' | 'clear_text_fields';

/**
 * How a difference in a field travels (wire contract 2 to 5):
 * `in_place` by an update of the row, `version` by a successor of the price, `lifecycle` by ending or archiving,
 * `fixed` never, since it is set when the row is made.
 */
export interface FieldRule {
  travels: 'in_place' | 'version' | 'lifecycle' | 'fixed';
  /** Changing it at all takes this extension. */
  update_needs?: FieldExtension;
  /** Emptying it takes this extension; `never` where no server can. */
  clear_needs?: FieldExtension | 'never';
  /** Merged key by key instead of as a whole. */
  by_key?: true;
}

const inPlace: FieldRule = { travels: 'in_place' };
const fixed: FieldRule = { travels: 'fixed' };
const version: FieldRule = { travels: 'version' };
const lifecycle: FieldRule = { travels: 'lifecycle' };
const metadata: FieldRule = { travels: 'in_place', by_key: true };
const clearable: FieldRule = { travels: 'in_place', clear_needs: 'clear_text_fields' };

/** Every synced field of every entity: snapshots have exactly these keys. */
export const syncedFields = {
  group: {
    name: { travels: 'in_place', update_needs: 'group_update' },
    lookup_key: fixed,
    entity_type: fixed,
    status: lifecycle,
  },
  feature: {
    name: inPlace,
    lookup_key: fixed,
    description: inPlace,
    type: fixed,
    /** What the meter measures; null for a feature that is not metered. Its filters can only grow (wire contract 5.4). */
    meter: inPlace,
    unit_singular: inPlace,
    unit_plural: inPlace,
    reporting_unit: { travels: 'in_place', clear_needs: 'never' },
    alert_settings: { travels: 'in_place', clear_needs: 'never' },
    metadata,
    status: lifecycle,
  },
  plan: {
    name: inPlace,
    lookup_key: inPlace,
    description: inPlace,
    display_order: inPlace,
    metadata,
    status: lifecycle,
  },
  price: {
    entity_id: fixed,
    meter_id: fixed,
    currency: fixed,
    type: fixed,
    billing_period: fixed,
    billing_period_count: fixed,
    invoice_cadence: fixed,
    trial_period_days: fixed,
    min_quantity: fixed,
    start_date: fixed,
    billing_model: version,
    amount: version,
    tier_mode: version,
    tiers: version,
    transform_quantity: version,
    display_name: clearable,
    lookup_key: clearable,
    description: clearable,
    metadata,
    group_id: inPlace,
    end_date: lifecycle,
  },
} as const satisfies Record<SyncedEntity, Record<string, FieldRule>>;

/** The rule of a field; fields that are not synced have none. */
export const fieldRule = (entity: SyncedEntity, field: string): FieldRule | undefined =>
  (syncedFields[entity] as Record<string, FieldRule>)[field];

/** What the amounts of a row are in; null where it has none. It never changes. */
export const snapshotCurrency = ({ currency }: Snapshot): string | null =>
  typeof currency === 'string' ? currency : null;

/** A name for a row in lists and messages. */
export function snapshotName(entity: SyncedEntity, snapshot: Snapshot): string {
  const name = entity === 'price' ? snapshot.display_name : snapshot.name;
  return String(name || snapshot.lookup_key || '');
}
