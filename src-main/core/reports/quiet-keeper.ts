import type { Deps } from '../deps';
import { hasRunningJob } from '../jobs/jobs';
import { write } from '../store/write';
import type { AskedFact } from '../usage/asked-facts';
import type { Chore } from './chore';
import { columnsAhead } from './columns-ahead';
import { factsAhead } from './facts-ahead';
import { likelyAhead } from './likely-ahead';
import { pricedAhead } from './priced-ahead';

/** Quiet time before anything is worked out ahead, in milliseconds, and how long one step of it may hold up a call. */
const quietMs = 1_000;
const stepMs = 40;

/**
 * Keeps what reports ask for ready, in the quiet between other work: usage by customer in columns, costs that are no sum
 * of parts, usage by the facts that were asked for or probably will be.
 */
export interface QuietKeeper {
  /** Something may have changed: looks for what is missing once it is quiet. */
  wake(): void;
  /** A report told usage apart by this. */
  asked(fact: AskedFact): void;
  stop(): void;
}

/** The keeper of a writer. Each step is a short transaction in the thread's call queue; none runs beside a job. */
export function quietKeeper(deps: Deps): QuietKeeper {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const facts = factsAhead(deps);
  const { store } = deps;
  const likely = likelyAhead(store, { onFound: facts.forget });
  const keepSome = keepingAhead(deps, [pricedAhead(store), columnsAhead(store), likely, facts]);

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
    deps.log('error', 'working ahead failed', { error: String((error as Error)?.stack ?? error) });

  const wake = () => later(quietMs);
  return {
    wake,
    asked(fact) {
      facts.asked(fact);
      wake();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Does chores step by step, the first of them first: looks anew only when somebody else has written meanwhile, and lets calls
 * in between two stretches of a long look.
 */
export function keepingAhead(deps: Deps, chores: readonly Chore[]): (ms: number) => Promise<boolean> {
  const { store } = deps;
  const changes = store.sqlite.prepare('select total_changes()').pluck();
  const others = store.sqlite.prepare('pragma data_version').pluck();
  const state = () => `${changes.get()}/${others.get()}`;
  const forget = () => {
    for (const chore of chores) chore.forget();
  };
  let known: string | null = null;

  /** Works for some milliseconds in one transaction; answers whether anything is left. */
  return async (ms) => {
    const looked = state();
    if (known !== looked) forget();
    known = null;
    const until = performance.now() + ms;
    if (!chores.every((chore) => chore.look(until))) {
      known = looked;
      return true;
    }
    const environment_id = chores.map((chore) => chore.next()).find((next) => next !== null);
    if (environment_id) {
      await write(deps, { environment_id }, async () => {
        // Another process may have written since the look; from here on nobody can.
        if (looked !== state()) forget();
        do chores.find((chore) => chore.next() !== null)?.step();
        while (performance.now() < until);
      });
    }
    known = state();
    return chores.some((chore) => chore.next() !== null);
  };
}
