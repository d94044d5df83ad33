import { hashKey } from '@tanstack/react-query';
import { create } from 'zustand';

/** How far questions have come that are being answered, in percent, by their query keys. */
const useShares = create<Record<string, number>>(() => ({}));

/** Questions that are waited for, by the ids they were asked under, and how far they have come is for whom. */
const waiting = new Map<string, (percent: number) => void>();

/** Tells what is said of a question's progress for as long as it is asked. Answers how to stop. */
export function followProgress(requestId: string, onProgress: (percent: number) => void): () => void {
  waiting.set(requestId, onProgress);
  return () => void waiting.delete(requestId);
}

/** Takes note of how far a question has come; other windows hear of it too, and leave it. */
export const noteProgress = (requestId: string, percent: number) => waiting.get(requestId)?.(percent);

/** Keeps how far the question of a query has come; null once it has ended. */
export function keepProgress(queryKey: readonly unknown[], percent: number | null) {
  const { [hashKey(queryKey)]: _before, ...others } = useShares.getState();
  useShares.setState(percent === null ? others : { ...others, [hashKey(queryKey)]: percent }, true);
}

/** How far a question has come, in percent; null where nothing is known of it. */
export const useProgress = (queryKey: readonly unknown[]): number | null =>
  useShares((shares) => shares[hashKey(queryKey)] ?? null);
