import type { RemoteExtension } from '@shared/entities/sync';

export interface Ability {
  name: RemoteExtension;
  can: string;
  cannot: string;
}

/** What a server may be able to do beyond the public v1 API, and what it means where it cannot. */
export const abilities: readonly Ability[] = [
  {
    name: 'group_update',
    can: 'Renames groups',
    cannot: 'Cannot rename groups: a new name stays on this computer',
  },
  {
    name: 'clear_text_fields',
    can: 'Empties texts of prices',
    cannot: 'Cannot empty texts of prices: emptied ones stay so on this computer only',
  },
  {
    name: 'idempotency',
    can: 'Does each change exactly once, also after a broken connection',
    cannot: 'Has no exactly-once keys: after a broken connection Pricebook looks first whether a change arrived',
  },
  {
    name: 'conditional_update',
    can: 'Refuses to overwrite what somebody else has just changed',
    cannot: 'Cannot refuse an overwrite: Pricebook looks just before it sends',
  },
  {
    name: 'change_feed',
    can: 'Tells what changed since the last time',
    cannot: 'Has no feed of changes: Pricebook asks for what was updated since the last time',
  },
];
