import type { Store } from '../store/open';
import type { Chore } from './chore';
import { keepSpans, type SpansToKeep, spansToKeep } from './keep-priced-spans';

/** Prices what reports will ask of prices whose cost is no sum of parts, the newest days first. */
export function pricedAhead(store: Store): Chore {
  let missing: (SpansToKeep & { environment_id: string })[] | null = null;

  function look() {
    const environments = store.sqlite.prepare('select id from environments').pluck().all() as string[];
    missing ??= environments
      .flatMap((environment_id) => spansToKeep(store, environment_id).map((spans) => ({ ...spans, environment_id })))
      .reverse();
    return missing;
  }

  return {
    forget() {
      missing = null;
    },
    next: () => look().at(-1)?.environment_id ?? null,
    step() {
      const next = look().pop();
      if (next) keepSpans(store, next.environment_id, next);
    },
  };
}
