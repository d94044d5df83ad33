import type { Store } from '../store/open';
import type { Chore } from './chore';
import { keepSpans, type SpansToKeep, spansToKeep } from './keep-priced-spans';
import { lookAhead } from './look-ahead';

/** Prices what reports will ask of prices whose cost is no sum of parts, the newest days first. */
export function pricedAhead(store: Store): Chore {
  const { forget, look, found } = lookAhead(function* () {
    const environments = store.sqlite.prepare('select id from environments').pluck().all() as string[];
    const missing: (SpansToKeep & { environment_id: string })[] = [];
    for (const environment_id of environments) {
      for (const spans of yield* spansToKeep(store, environment_id)) missing.push({ ...spans, environment_id });
    }
    return missing.reverse();
  });
  return {
    forget,
    look,
    next: () => found().at(-1)?.environment_id ?? null,
    step() {
      const next = found().pop();
      if (next) keepSpans(store, next.environment_id, next);
    },
  };
}
