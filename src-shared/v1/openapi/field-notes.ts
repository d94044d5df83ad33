import type { JsonSchema } from './document-type';

/** What a field means, by its name, or by `Component.name` where the name alone does not tell. */
const notes: Record<string, string> = {
  // Of every entity
  id: 'Prefix and ULID, in the order of creation.',
  status: '`published` rows are live, `archived` ones keep their history.',
  metadata: 'Texts of your own by key. An update replaces the whole object.',
  lookup_key: 'A key of your own. Unique among the published rows of its kind, case-sensitive.',
  environment_id: 'The environment it belongs to.',
  tenant_id: 'Always the one tenant of this store.',
  created_by: 'Always the one user of this store.',
  updated_by: 'Always the one user of this store.',
  etag: 'The version of the row, for `If-Match`.',

  // Lists
  limit: 'How many rows at most.',
  offset: 'How many rows to pass over.',
  'Pagination.offset': 'Where the next page starts: the offset of the request plus its limit.',
  'Pagination.total': 'How many rows there are in all pages.',
  order: 'Direction of the order by creation, which comes after `sort`.',
  filters: 'Conditions, all of which must hold.',
  sort: 'The order of the rows: conditions, or the name of a column in the direction of `order`.',
  expand: 'What to nest, separated by commas (or as an array).',
  start_time: 'From here on, this moment included.',
  end_time: 'Up to here.',
  search: 'Part of a name or key, whatever its case and accents.',
  'FilterCondition.field': 'Name of a column.',
  'FilterCondition.operator':
    '`eq`, `contains`, `not_contains`, `gt`, `lt`, `in`, `not_in`, `before` or `after`. An unknown one adds no condition.',
  'FilterCondition.data_type': 'Which slot of `value` must be given.',
  'FilterCondition.value': 'The value in the slot of its type.',
  'MeterFilter.key': 'Name of a property of the event.',
  'MeterFilter.values': 'The event counts when the text of the property is one of these.',

  // Groups
  'Group.entity_type': 'What the group holds: `price`.',
  'Group.entity_ids': 'Ids of its prices; null in lists.',
  'Group.metadata': 'Always null.',
  'Group.member_count': 'How many prices are in it, ended ones included.',
  'CreateGroupRequest.entity_type': 'What the group will hold: `price`.',
  group_ids: 'Only in these groups.',
  'QueryGroupRequest.group_ids': 'Only these groups.',
  'QueryGroupRequest.name': 'Part of the name, case-sensitive.',

  // Prices
  amount: 'Price of one unit (of one package for PACKAGE). Zero for TIERED.',
  display_amount: 'The amount with the symbol of its currency.',
  currency: 'Three letters, such as `usd`.',
  billing_model: '`FLAT_FEE` by unit, `PACKAGE` by started (or full) package, `TIERED` by tiers.',
  billing_period: 'How often it is charged.',
  billing_period_count: 'Every how many periods.',
  billing_cadence: 'Always `RECURRING`.',
  invoice_cadence: '`ARREAR` after the period, `ADVANCE` before it. Usage is always in arrear.',
  trial_period_days: 'Days before the first charge, for recurring fixed prices.',
  trial_period: 'The older name of `trial_period_days`.',
  min_quantity: 'Least quantity of a fixed price.',
  tier_mode: '`VOLUME`: the reached tier prices everything. `SLAB`: every tier prices what falls into it.',
  tiers: 'For TIERED; the order is kept.',
  up_to: 'Last unit of the tier, this one included; null for no end.',
  unit_amount: 'Price of one unit in this tier.',
  flat_amount: 'Added once when the tier is reached.',
  transform_quantity: 'For PACKAGE: how many units are one package.',
  divide_by: 'Units of one package.',
  round: '`up` charges started packages, `down` only full ones.',
  parent_price_id: 'The first version, when this price replaced another.',
  group_id: 'The group it is in.',
  'UpdatePriceRequest.group_id': 'Moves the price; an empty text takes it out of its group.',
  'UpdatePriceRequest.effective_from': 'When a change of pricing takes effect; now when absent.',
  'UpdatePriceRequest.clear': 'Names of text fields to empty, which an empty text cannot say.',
  'Price.start_date': 'Charged from here on.',
  'Price.end_date': 'Charged until just before; null for no end.',
  sequence: 'Grows with every change that subscriptions must see.',
  allow_expired_prices: 'Also those whose end has passed.',
  meter_id: 'What measures the quantity.',
  entity_id: 'The row it belongs to.',
  'Price.entity_id': 'The plan it belongs to.',
  'CreatePriceRequest.entity_id': 'The plan it will belong to.',

  // Plans
  display_order: 'Place among the plans, small first.',
  prices: 'Nested when the plan is read or the search expands `prices`, else null.',
  price_count: 'Live prices.',
  subscription_count: 'Subscriptions that are not cancelled.',
  entitlements: 'Not part of this product: always null or empty.',
  credit_grants: 'Not part of this product: always null or empty.',

  // Features and meters
  event_name: 'Name of the events it is about.',
  'Aggregation.type': 'How the quantities of events become usage.',
  'Aggregation.field': 'Property of the event to read; COUNT reads none.',
  'Aggregation.expression': 'A formula over the properties in place of `field`.',
  multiplier: 'Factor for SUM_WITH_MULTIPLIER.',
  bucket_size: 'MAX and SUM can be taken within windows of this size, which are then added up.',
  reset_usage: '`BILLING_PERIOD` starts at zero every period, `NEVER` goes on.',
  unit_singular: 'What one unit is called.',
  unit_plural: 'What several units are called.',
  reporting_unit: 'A larger unit to show usage in: usage divided by `conversion_rate`.',
  'Feature.type': 'Only `metered` features are measured.',

  // Customers and subscriptions
  external_id: 'How your own system and its events call the customer.',
  external_customer_id: 'The `external_id` of a customer.',
  'IngestEventRequest.external_customer_id': 'Whose usage it is; the customer need not exist.',
  timezone: 'IANA name such as `Europe/Berlin`.',
  plan_id: 'The plan.',
  subscription_status: 'Where the subscription stands now.',

  // Events and usage
  event_id: 'Your id of the event. Sent again it replaces the event instead of counting twice.',
  'IngestEventRequest.timestamp': 'When it happened; now when absent.',
  properties: 'What meters read. Numbers may be numbers or text.',
  source: 'Where it comes from, in words of your own.',
  window_size: 'Length of the windows.',
  group_by: '`source`, `feature_id`, `meter_id` or `properties.<name>`.',
  property_filters: 'For every property the texts it may have.',
  total_usage: 'The quantity of the time asked for.',
  total_cost: 'What it costs, not rounded.',
  event_count: 'How many events are in it.',
  has_more: 'Whether there is more after these.',

  // Changes
  since: 'The `next` of the last answer; 0 at first.',
  next: 'What to send as `since` the next time.',
  'Change.seq': 'Grows with every change; the version of the row after it.',
  'Change.fields': 'Every field that changed, with its value before and after.',
  'Change.origin': '`app`, or the id of the API key that was used.',

  // Errors
  'Error.code': 'A word to decide by, such as `validation_error`.',
  'Error.message': 'A sentence for a person.',
  'Error.details': 'What exactly is wrong, by field.',
  'Error.http_status_code': 'The status of the answer.',
  'Error.success': 'The older shape of an error, for older clients.',
  'Error.error': 'The older shape of an error, for older clients.',
};

/** Fields that are not part of the public v1 API, by name or by `Component.name`. */
const extensions = new Set([
  'etag',
  'search',
  'Group.member_count',
  'Plan.price_count',
  'Plan.subscription_count',
  'UpdatePriceRequest.clear',
  'QueryPriceRequest.group_ids',
]);

/** Adds to the fields of an object what they mean and which of them are ours; `name` is its component. */
export function describeFields(schema: JsonSchema, name?: string): JsonSchema {
  if (!schema.properties) return schema;
  const properties = Object.entries(schema.properties).map(([field, shape]) => {
    const note = notes[`${name}.${field}`] ?? notes[field];
    const isOurs = extensions.has(field) || extensions.has(`${name}.${field}`);
    return [
      field,
      {
        ...shape,
        ...(note !== undefined && !shape.description && { description: note }),
        ...(isOurs && { 'x-pricebook-extension': true as const }),
      },
    ];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
