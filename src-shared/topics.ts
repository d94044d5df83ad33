/** What a committed change touched; a query is asked again when one of its topics changes. */
export const topics = [
  'environment',
  'group',
  'price',
  'plan',
  'feature',
  'meter',
  'customer',
  'subscription',
  'event',
  'api_key',
  'api_server',
  'saved_report',
  'saved_what_if',
  'sync',
] as const;

export type Topic = (typeof topics)[number];
