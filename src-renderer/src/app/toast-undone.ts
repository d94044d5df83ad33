import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { toastDone } from '../components/toast';
import { api } from '../door/api';
import { inverseText } from './inverse-text';

/** Says that a change of these rows was undone, and what the server hears of that. */
export async function toastUndone(message: string, entity: SyncedEntity, ids: readonly string[]): Promise<void> {
  const more = await api('connection.get', {})
    .then(async ({ connection }) => {
      if (!connection) return '';
      const { items } = await api('pending.marks', { entity, ids: [...ids] });
      return inverseText(
        items.map(({ state }) => state),
        connection.send,
      );
    })
    // That it was undone is true whatever cannot be asked now.
    .catch(() => '');
  toastDone(more === '' ? message : `${message}. ${more}`);
}
