import type { Query, QueryClient } from '@tanstack/react-query';

/** Those that are asked again as soon as their first answer is there. */
const waiting = new WeakSet<Query>();

/**
 * Has queries asked again because what they read has changed. A first answer that is on its way may be of before the change:
 * those are asked again after it, as the library would take it for the newest.
 */
export function askAgain(client: QueryClient, isTouched: (query: Query) => boolean): void {
  for (const query of client.getQueryCache().findAll({ predicate: isTouched, fetchStatus: 'fetching' })) {
    if (query.state.data !== undefined || waiting.has(query)) continue;
    waiting.add(query);
    const again = () => {
      waiting.delete(query);
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    };
    // A turn later the query has taken its answer.
    const later = () => setTimeout(again);
    query.promise?.then(later, later);
  }
  void client.invalidateQueries({ predicate: isTouched });
}
