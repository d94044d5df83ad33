import type { TestApi } from './test-api';

/** An entity that can be listed, and how the conventions that all of them share apply to it. */
export interface Listed {
  /** As the wire names it in messages. */
  entity: 'group' | 'plan' | 'feature' | 'price' | 'meter';
  path: string;
  /** The field that holds what `makeNamed` names it. */
  name: string;
  search: boolean;
  list: boolean;
  /** Which rows show when no status is named. */
  shows: 'published' | 'not deleted';
}

export const listed: readonly Listed[] = [
  { entity: 'group', path: '/v1/groups', name: 'name', search: true, list: false, shows: 'published' },
  { entity: 'plan', path: '/v1/plans', name: 'name', search: true, list: true, shows: 'published' },
  { entity: 'feature', path: '/v1/features', name: 'name', search: true, list: true, shows: 'not deleted' },
  { entity: 'price', path: '/v1/prices', name: 'display_name', search: true, list: true, shows: 'published' },
  { entity: 'meter', path: '/v1/meters', name: 'name', search: false, list: true, shows: 'not deleted' },
];

/** A price of ten a month; `entity_id` is its plan. */
export const fixedPrice = {
  currency: 'usd',
  entity_type: 'PLAN',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ADVANCE',
  price_unit_type: 'FIAT',
  amount: '10',
};

const bodies = {
  group: { entity_type: 'price' },
  plan: {},
  feature: { type: 'boolean' },
  meter: { event_name: 'tokens', aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD' },
  price: fixedPrice,
};

/** Creates a row of an entity with this name, and `fields`; answers its id. A price gets a plan of its own. */
export async function makeNamed(
  api: TestApi,
  { entity, path, name: nameField }: Listed,
  name: string,
  headers?: Record<string, string>,
): Promise<string> {
  const plan =
    entity === 'price' ? await api.send('POST', '/v1/plans', { name: 'p', lookup_key: `plan-${name}` }, headers) : null;
  const key = entity === 'meter' ? {} : { lookup_key: `key-${name}` };
  const body = { ...bodies[entity], ...key, [nameField]: name, ...(plan && { entity_id: plan.body.id }) };
  const answer = await api.send('POST', path, body, headers);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return answer.body.id;
}

/** A query string of simple values; arrays are repeated. */
export const queryOf = (fields: Record<string, unknown>): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((text): [string, string] => [name, String(text)]),
    ),
  ).toString();
