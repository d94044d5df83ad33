import type { AnyRoute } from '../route';

/** Routes whose name does not follow from their procedure. */
const named: Record<string, string> = {};

/** `createGroup` for `group.create`; the search that takes a body is `queryGroup`, the list that takes a query string `listGroups`. */
export function operationIdOf(route: AnyRoute): string {
  const given = named[`${route.method} ${route.path}`];
  if (given) return given;
  const [entity = '', action = ''] = route.procedure.split('.');
  const Entity = upperFirst(entity);
  if (action === 'search') return route.method === 'GET' ? `list${Entity}s` : `query${Entity}`;
  if (action === 'list') return `list${Entity}s`;
  if (action === 'archive' || action === 'terminate') return `delete${Entity}`;
  return `${action}${Entity}`;
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
