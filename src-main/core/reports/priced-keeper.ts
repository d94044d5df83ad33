import type { Deps } from '../deps';
import { hasRunningJob } from '../jobs/jobs';
import { write } from '../store/write';
import { keepSpans, spansToKeep } from './keep-priced-spans';

/** Quiet time before prices are worked out ahead, in milliseconds, and how long one step of it may hold up a call. */
const quietMs = 1_000;
const stepMs = 25;

/** Keeps what reports ask of prices whose cost is no sum of parts ready, in the quiet between other work. */
export interface PricedKeeper {
  /** Something may have changed: looks for what is missing once it is quiet. */
  wake(): void;
  stop(): void;
}

/** The keeper of a writer. Each step is a short transaction in the thread's call queue; none runs beside a job. */
export function pricedKeeper(deps: Deps): PricedKeeper {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function later(ms: number) {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => void run().catch(tell), ms);
    timer.unref();
  }

  async function run() {
    if (hasRunningJob(deps)) return later(quietMs);
    const isLeft = await deps.enqueue(async () => !stopped && deps.store.sqlite.open && keepSome(deps));
    if (isLeft) later(stepMs);
  }

  const tell = (error: unknown) =>
    deps.log('error', 'pricing ahead failed', { error: String((error as Error)?.stack ?? error) });

  return {
    wake: () => later(quietMs),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Prices for a moment what is missing, and answers whether anything was. */
export async function keepSome(deps: Deps, ms = stepMs): Promise<boolean> {
  const { store } = deps;
  const environments = store.sqlite.prepare('select id from environments').pluck().all() as string[];
  for (const environment_id of environments) {
    if (spansToKeep(store, environment_id).length === 0) continue;
    await write(deps, { environment_id }, async () => {
      const until = performance.now() + ms;
      for (const missing of spansToKeep(store, environment_id)) {
        keepSpans(store, environment_id, missing);
        if (performance.now() > until) break;
      }
    });
    return true;
  }
  return false;
}
