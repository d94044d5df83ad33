import { create } from 'zustand';
import type { ChargeList } from './charge-list';

interface KeptCharges {
  /** Unsaved charges by environment and plan, for as long as the window lives. */
  lists: Readonly<Record<string, ChargeList>>;
}

const useKept = create<KeptCharges>(() => ({ lists: {} }));

/** Puts a plan's unsaved charges aside, so that the page can be left and come back to. */
export function keepCharges(place: string, list: ChargeList) {
  useKept.setState(({ lists }) => ({ lists: { ...lists, [place]: list } }));
}

/** Takes back what was put aside; null when there is nothing. */
export function takeKeptCharges(place: string): ChargeList | null {
  return useKept.getState().lists[place] ?? null;
}

export function forgetCharges(place: string) {
  useKept.setState(({ lists }) => ({
    lists: Object.fromEntries(Object.entries(lists).filter(([key]) => key !== place)),
  }));
}
