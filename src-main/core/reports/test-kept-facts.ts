import type { TestCore } from '../test-core';
import { noteLikely } from '../usage/asked-facts';
import { factsAhead } from './facts-ahead';

/** Does what would be done in quiet moments: keeps usage by all facts that are noted. Answers in how many steps. */
export function keepFactsAhead({ store, clock }: TestCore): number {
  const facts = factsAhead({ store, now: clock.now });
  let steps = 0;
  store.sqlite.transaction(() => {
    for (; facts.next() !== null; steps += 1) facts.step();
  })();
  return steps;
}

/** Keeps usage by these facts, up to three, as if they were likely to be asked for. */
export function keepFacts(core: TestCore, names: readonly string[]): void {
  const { store, environment_id } = core;
  for (const name of names) noteLikely(store.sqlite, { environment_id, name });
  keepFactsAhead(core);
}
