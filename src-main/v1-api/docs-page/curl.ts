import type { Endpoint } from './endpoint';

/** The endpoint as a command of a shell; the key is taken from the environment. */
export function curlOf({ method, path, operation }: Endpoint, serverUrl: string): string {
  const content = operation.requestBody?.content['application/json'];
  const url = serverUrl + path.replace(/\{(\w+)\}/g, (_, name: string) => exampleOf(name, path));
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${url}${queryOf(operation, path)}'`,
    `-H "x-api-key: $PRICEBOOK_KEY"`,
    ...(content
      ? [`-H 'content-type: application/json'`, `-d '${JSON.stringify(content.example ?? {}, null, 2)}'`]
      : []),
  ].join(' \\\n  ');
}

/** The row that the query string names, where it is no part of the path. */
const queryOf = ({ parameters }: Endpoint['operation'], path: string): string =>
  parameters.some((part) => 'in' in part && part.in === 'query' && part.name === 'id')
    ? `?id=${exampleOf('id', path)}`
    : '';

const prefixes: Record<string, string> = {
  groups: 'group',
  prices: 'price',
  plans: 'plan',
  features: 'feat',
  meters: 'meter',
  customers: 'cust',
  subscriptions: 'subs',
  events: 'event',
};

function exampleOf(name: string, path: string): string {
  if (name !== 'id') return name === 'external_id' ? 'acme' : 'tokens';
  return `${prefixes[path.split('/')[1] ?? ''] ?? 'id'}_01JZ8M3T0Q6W4E5R6T7Y8A9B0C`;
}
