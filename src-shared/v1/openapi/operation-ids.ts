import type { AnyRoute } from '../route';

/** Names that do not follow from the procedure; the official SDK's, where it has the call. */
const given: Record<string, string> = {
  'POST /prices/bulk': 'createPricesBulk',
  'GET /prices/lookup/:lookup_key': 'getPriceByLookupKey',
  'POST /plans/:id/sync/subscriptions': 'syncPlanPrices',
  'POST /plans/:id/sync/subscriptions/v2': 'syncPlanPricesV2',
  'GET /plans/:id/entitlements': 'listPlanEntitlements',
  'GET /plans/:id/creditgrants': 'listPlanCreditGrants',
  'POST /meters/:id/disable': 'disableMeter',
  'PUT /customers': 'updateCustomerByQuery',
  'GET /customers/external/:external_id': 'getCustomerByExternalId',
  'POST /events': 'ingestEvent',
  'POST /events/bulk': 'ingestEventsBulk',
  'POST /events/query': 'listRawEvents',
  'GET /events': 'listEvents',
  'GET /events/lookup': 'getEvent',
  'GET /events/:id': 'getEventById',
  'POST /events/usage': 'getUsageStatistics',
  'POST /events/usage/meter': 'getUsageByMeter',
  'POST /events/analytics': 'getUsageAnalytics',
  'POST /portal/links': 'createPortalLink',
  'GET /capabilities': 'getCapabilities',
};

/** Renames of actions: a row that is archived or ended is deleted for whoever calls. */
const verbs: Record<string, string> = { archive: 'delete', terminate: 'delete' };

/** `createGroup` for `group.create`; the search with a body is `queryGroup`, the list with a query string `listGroups`. */
export function operationIdOf({ method, path, procedure }: AnyRoute): string {
  const [entity = '', action = ''] = procedure.split('.');
  const Entity = `${entity.charAt(0).toUpperCase()}${entity.slice(1)}`;
  if (action === 'search') return method === 'GET' ? `list${Entity}s` : `query${Entity}`;
  return given[`${method} ${path}`] ?? (action === 'list' ? `list${Entity}s` : `${verbs[action] ?? action}${Entity}`);
}
