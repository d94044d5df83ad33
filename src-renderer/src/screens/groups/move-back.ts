import type { Price } from '@shared/entities/price';
import { toastUndone } from '../../app/toast-undone';
import { toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { countText } from '../../format/quantity';

/** Undoes a move: every price goes back to the group it is given with, those of one group together. Says what failed. */
export function moveBack(prices: readonly Pick<Price, 'id' | 'group_id'>[]): void {
  const byGroup = Map.groupBy(prices, (price) => price.group_id);
  for (const [group_id, members] of byGroup) {
    const ids = members.map((price) => price.id);
    api('price.moveToGroup', { ids, group_id })
      .then(() =>
        toastUndone(
          ids.length === 1 ? 'It is back' : `${countText(ids.length, 'price is', 'prices are')} back`,
          'price',
          ids,
        ),
      )
      .catch(toastFailure);
  }
}
