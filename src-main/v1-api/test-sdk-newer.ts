/** What newer versions of the SDK cannot parse in an answer (wire contract 9.4), path by path; nothing when all is well. */
export function unreadableByNewerSdk(body: unknown, path = '$'): string[] {
  if (Array.isArray(body)) return body.flatMap((item, index) => unreadableByNewerSdk(item, `${path}[${index}]`));
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (value === null) return [];
    if (dates.has(key) && !(typeof value === 'string' && !Number.isNaN(Date.parse(value)))) return [`${at}: no date`];
    if (arrays.has(key) && !Array.isArray(value)) return [`${at}: no array`];
    if (path.endsWith('.pagination') && typeof value !== 'number') return [`${at}: no number`];
    return maps.has(key) ? [] : unreadableByNewerSdk(value, at);
  });
}

const dates = new Set(['created_at', 'updated_at', 'start_date', 'end_date', 'timestamp', 'current_period_end']);
const arrays = new Set(['items', 'entity_ids', 'tiers', 'prices', 'events', 'points', 'sources', 'buckets']);
/** Members that clients name themselves. */
const maps = new Set(['metadata', 'properties']);

/** Keys that must be present for every version of the SDK, null where there is no value (wire contract 9.7). */
const wireKeys = {
  price:
    'addon amount billing_cadence billing_model billing_period billing_period_count conversion_rate created_at created_by currency description display_amount display_name display_price_unit_amount end_date entity_id entity_type environment_id group group_id id invoice_cadence lookup_key metadata meter meter_id min_quantity parent_price_id plan price_unit price_unit_amount price_unit_id price_unit_tiers price_unit_type pricing_unit sequence start_date status tenant_id tier_mode tiers transform_quantity trial_period trial_period_days type updated_at updated_by',
  plan: 'id name lookup_key description display_order metadata prices entitlements credit_grants environment_id tenant_id status created_at created_by updated_at updated_by',
  meter: 'id name event_name aggregation filters reset_usage status tenant_id created_at updated_at',
  feature:
    'id name lookup_key description type meter_id meter unit_singular unit_plural reporting_unit alert_settings group_id group metadata environment_id tenant_id status created_at created_by updated_at updated_by',
  group: 'id name lookup_key entity_type entity_ids status metadata created_at updated_at',
};

/** The keys that an object on the wire lacks. */
export const missingKeys = (kind: keyof typeof wireKeys, object: unknown): string[] =>
  wireKeys[kind].split(' ').filter((key) => typeof object !== 'object' || object === null || !(key in object));
