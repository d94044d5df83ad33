import type { Capabilities } from './wire/capabilities';

/** Everything this server does beyond the public v1 API, for programs that want to know before they use it. */
export const extensions: Capabilities['extensions'] = [
  {
    name: 'group_update',
    description: 'Renames a group. Its lookup key and entity type never change.',
    operations: ['updateGroup'],
    request_headers: [],
  },
  {
    name: 'clear_text_fields',
    description:
      'An empty text leaves a field of a price as it is; name the fields to empty in `clear`: lookup_key, description, display_name.',
    operations: ['updatePrice'],
    request_headers: [],
  },
  {
    name: 'idempotency',
    description:
      'A write that carries an Idempotency-Key is done once, however often it is sent: sent again it is answered as it was the first time.',
    operations: [],
    request_headers: ['Idempotency-Key'],
  },
  {
    name: 'conditional_update',
    description:
      'Every row has an `etag`, which is also the ETag header when it is read alone. A write with If-Match is refused with 409 `version_conflict` when the row has changed since.',
    operations: [],
    request_headers: ['If-Match'],
  },
  {
    name: 'change_feed',
    description: 'Every edit in order, field by field. Ask again with the `next` of the last answer.',
    operations: ['listChanges'],
    request_headers: [],
  },
  {
    name: 'portal_links',
    description: 'Makes a signed link to a page that shows one customer its usage, read-only, until it expires.',
    operations: ['createPortalLink'],
    request_headers: [],
  },
  {
    name: 'search_text',
    description: '`search` finds rows by a part of a name or key, whatever its case and accents.',
    operations: [
      'queryGroup',
      'queryPrice',
      'listPrices',
      'queryPlan',
      'listPlans',
      'queryFeature',
      'listFeatures',
      'queryCustomer',
      'listCustomers',
    ],
    request_headers: [],
  },
  {
    name: 'filter_by_group',
    description: '`group_ids` finds the prices of these groups.',
    operations: ['queryPrice', 'listPrices'],
    request_headers: [],
  },
  {
    name: 'cancel_in_the_past',
    description: '`cancelled_at` ends a subscription at a moment in the past.',
    operations: ['cancelSubscription'],
    request_headers: [],
  },
];
