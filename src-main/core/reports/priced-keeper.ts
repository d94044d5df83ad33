import type { Deps } from '../deps';
import { hasRunningJob } from '../jobs/jobs';
import { write } from '../store/write';
import { keepSpans, type SpansToKeep, spansToKeep } from './keep-priced-spans';

/** Quiet time before prices are worked out ahead, in milliseconds, and how long one step of it may hold up a call. */
const quietMs = 1_000;
const stepMs = 40;

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
  const keepSome = keepingAhead(deps);

  function later(ms: number) {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => void run().catch(tell), ms);
    timer.unref();
  }

  async function run() {
    if (hasRunningJob(deps)) return later(quietMs);
    const isLeft = await deps.enqueue(async () => !stopped && deps.store.sqlite.open && keepSome(stepMs));
    if (isLeft) later(stepMs / 2);
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

/** Finds and prices what is missing, step by step: looks for it anew only when somebody else has written meanwhile. */
function keepingAhead(deps: Deps) {
  const { store } = deps;
  const changes = store.sqlite.prepare('select total_changes()').pluck();
  const others = store.sqlite.prepare('pragma data_version').pluck();
  const state = () => `${changes.get()}/${others.get()}`;
  let known: string | null = null;
  let missing: (SpansToKeep & { environment_id: string })[] = [];

  function look() {
    const environments = store.sqlite.prepare('select id from environments').pluck().all() as string[];
    missing = environments.flatMap((environment_id) =>
      spansToKeep(store, environment_id).map((spans) => ({ ...spans, environment_id })),
    );
    missing.reverse();
  }

  /** Works for some milliseconds in one transaction; answers whether anything is left. */
  return async function keepSome(ms: number): Promise<boolean> {
    const looked = state();
    if (known !== looked) look();
    known = null;
    const first = missing.at(-1);
    if (first) {
      await write(deps, { environment_id: first.environment_id }, async () => {
        const until = performance.now() + ms;
        // Another process may have written since the look; from here on nobody can.
        if (looked !== state()) look();
        for (let next = missing.pop(); next; next = performance.now() < until ? missing.pop() : undefined) {
          keepSpans(store, next.environment_id, next);
        }
      });
    }
    known = state();
    return missing.length > 0;
  };
}
