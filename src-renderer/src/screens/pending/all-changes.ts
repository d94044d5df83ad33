import type { PendingChange } from '@shared/entities/sync';
import { api } from '../../door/api';

const page = 1000;

/** Every pending change, however many there are. */
export async function allChanges(): Promise<PendingChange[]> {
  const items: PendingChange[] = [];
  for (;;) {
    const next = await api('pending.list', { limit: page, offset: items.length });
    items.push(...next.items);
    if (next.items.length < page || items.length >= next.pagination.total) return items;
  }
}
