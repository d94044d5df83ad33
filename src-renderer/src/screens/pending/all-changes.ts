import type { PendingChange } from '@shared/entities/sync';
import { api } from '../../door/api';

const page = 1000;

export interface AllChanges {
  items: PendingChange[];
  /** Names of the rows that ids in them stand for. */
  names: Record<string, string>;
}

/** Every pending change, however many there are. */
export async function allChanges(): Promise<AllChanges> {
  const items: PendingChange[] = [];
  const names: Record<string, string> = {};
  for (;;) {
    const next = await api('pending.list', { limit: page, offset: items.length });
    items.push(...next.items);
    Object.assign(names, next.names);
    if (next.items.length < page || items.length >= next.pagination.total) return { items, names };
  }
}
