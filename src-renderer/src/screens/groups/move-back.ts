import type { Price } from '@shared/entities/price';
import { toastFailure } from '../../components/toast';
import { api } from '../../door/api';

/** Undoes a move: every price goes back to the group it is given with, those of one group together. Says what failed. */
export function moveBack(prices: readonly Pick<Price, 'id' | 'group_id'>[]): void {
  const byGroup = Map.groupBy(prices, (price) => price.group_id);
  for (const [group_id, members] of byGroup) {
    api('price.moveToGroup', { ids: members.map((price) => price.id), group_id }).catch(toastFailure);
  }
}
