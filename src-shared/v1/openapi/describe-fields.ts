import type { JsonSchema } from './document-type';
import { fieldNotes } from './field-notes';

/** Fields that are not part of the public v1 API, by name or by `Component.name`. */
const extensions = new Set([
  'etag',
  'search',
  'Group.member_count',
  'Plan.price_count',
  'Plan.subscription_count',
  'UpdatePriceRequest.clear',
  'QueryPriceRequest.group_ids',
  'ListPricesRequest.group_ids',
  'CancelSubscriptionRequest.cancelled_at',
  'Cancellation.id',
  'Cancellation.subscription',
]);

const absent = 'Not part of this product: always null.';

/** Adds to the fields of an object what they mean and which of them are ours; `name` is its component. */
export function describeFields(schema: JsonSchema, name?: string): JsonSchema {
  if (!schema.properties) return schema;
  const properties = Object.entries(schema.properties).map(([field, shape]) => {
    const note = fieldNotes[`${name}.${field}`] ?? fieldNotes[field];
    const isOurs = extensions.has(field) || extensions.has(`${name}.${field}`);
    return [
      field,
      {
        ...shape,
        ...(shape.type === 'null' && { description: absent }),
        ...(note !== undefined && shape.type !== 'null' && !shape.description && { description: note }),
        ...(isOurs && { 'x-pricebook-extension': true as const }),
      },
    ];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
