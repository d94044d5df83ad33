import { api } from '../../door/api';

export interface PriceMove {
  id: string;
  /** The group to move to; null takes the price out of its group. */
  group_id: string | null;
}

/** Moves prices one by one. Stops at the first refusal and throws it; those before it stay moved. */
export async function movePrices(moves: readonly PriceMove[]): Promise<void> {
  for (const { id, group_id } of moves) await api('price.update', { id, group_id: group_id ?? '' });
}
