import type { PendingChange } from '@shared/entities/sync';
import { keyOf, nameOf } from './change-words';
import type { ChangeKey } from './use-change-actions';

/** What would leave when changes are sent. */
export interface WhatGoes {
  /** In the order of sending. */
  going: readonly PendingChange[];
  /** By its key, for what goes without having been chosen: the name of a change that needs it. */
  neededBy: ReadonlyMap<string, string>;
  /** What was meant and cannot go now: the server cannot take it, or it waits, itself or for another one. */
  staying: readonly PendingChange[];
}

const canGo = ({ state }: PendingChange) => state === 'ready' || state === 'failed';
const isOnItsWay = ({ state }: PendingChange) => state === 'sending' || state === 'uncertain';

/**
 * What goes of `all` that is pending when these are sent: with them all they wait for, which was perhaps held back or never
 * looked at, so that it is seen before. `chosen` null: everything but what is held back, and what waits for that.
 */
export function whatGoes(all: readonly PendingChange[], chosen: readonly ChangeKey[] | null): WhatGoes {
  const byKey = new Map(all.map((change) => [keyOf(change), change]));
  const goes = new Map<string, boolean>();
  const mayGo = (change: PendingChange): boolean => {
    const key = keyOf(change);
    const known = goes.get(key);
    if (known !== undefined) return known;
    // Two that wait for each other do not keep each other here.
    goes.set(key, true);
    const isMeant = canGo(change) && (chosen !== null || !change.is_held);
    const may = isMeant && neededOf(change).every(mayGo);
    goes.set(key, may);
    return may;
  };
  const neededOf = (change: PendingChange): PendingChange[] =>
    change.waits_for.flatMap((key) => byKey.get(keyOf(key)) ?? []).filter((needed) => !isOnItsWay(needed));

  const wanted = chosen && new Set(chosen.map(keyOf));
  const meant = all.filter((change) => (wanted ? wanted.has(keyOf(change)) : !change.is_held));
  const going = new Set<string>();
  const neededBy = new Map<string, string>();
  const take = (change: PendingChange) => {
    if (going.has(keyOf(change))) return;
    going.add(keyOf(change));
    for (const needed of neededOf(change)) {
      if (!meant.includes(needed)) neededBy.set(keyOf(needed), nameOf(change));
      take(needed);
    }
  };
  for (const change of meant) if (mayGo(change)) take(change);
  return {
    going: all.filter((change) => going.has(keyOf(change))),
    neededBy,
    staying: meant.filter((change) => !going.has(keyOf(change))),
  };
}
