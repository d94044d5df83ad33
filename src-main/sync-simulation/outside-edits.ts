import fc from 'fast-check';
import type { SimulatedServer } from './servers';

/** Something that somebody without Pricebook does on the server. Rows and values are chosen by number. */
export interface OutsideEdit {
  what: (typeof outsideEdits)[number];
  row: number;
  other: number;
  value: number;
}

const outsideEdits = [
  'create group',
  'create group of features',
  'create plan',
  'create price',
  'rename plan',
  'rename feature',
  'describe price',
  'tag price',
  'move price',
  'new terms',
  'end price',
  'archive group',
  'archive feature',
  'archive plan',
  'key of plan',
  'key of price',
] as const;

const weights: Partial<Record<OutsideEdit['what'], number>> = { 'describe price': 3, 'tag price': 2, 'new terms': 2 };

export const anyOutsideEdit: fc.Arbitrary<OutsideEdit> = fc.record({
  what: fc.oneof(...outsideEdits.map((what) => ({ weight: weights[what] ?? 1, arbitrary: fc.constant(what) }))),
  row: fc.oneof(fc.nat({ max: 1 }), fc.nat({ max: 7 })),
  other: fc.nat({ max: 7 }),
  value: fc.nat({ max: 999 }),
});

/** Does it; what the server declines changes nothing. `team`: how the texts of those begin who share the server. */
export async function makeOutsideEdit(
  server: SimulatedServer,
  edit: OutsideEdit,
  serial: number,
  team = 'p',
): Promise<void> {
  const planned = await plan(server, edit, team, `outside-${team} ${edit.value}.${serial}`);
  if (!planned) return;
  const { method, path, body = {} } = planned;
  const headers = new Headers({ 'x-api-key': server.api_key, 'content-type': 'application/json' });
  await server.answering.answer({ method, path, body, is_write: true }, headers, 0);
}

interface Planned {
  method: string;
  path: string;
  body?: Record<string, unknown>;
}

async function plan(server: SimulatedServer, edit: OutsideEdit, team: string, text: string): Promise<Planned | null> {
  const { what, row, other, value } = edit;
  const pick = (entity: 'group' | 'feature' | 'plan' | 'price', at: number) => {
    const ids = server.liveIds(entity);
    return ids.length === 0 ? null : (ids[at % ids.length] as string);
  };
  const put = (entity: 'feature' | 'plan' | 'price', body: Record<string, unknown>): Planned | null => {
    const id = pick(entity, row);
    return id === null ? null : { method: 'PUT', path: `/${entity}s/${id}`, body };
  };
  const archive = (entity: 'group' | 'feature' | 'plan'): Planned | null => {
    const id = pick(entity, row);
    return id === null ? null : { method: 'DELETE', path: `/${entity}s/${id}` };
  };
  // One of those that people with Pricebook want, too.
  const shared = `shared-${value % 5}`;
  switch (what) {
    case 'create group':
    case 'create group of features': {
      const entity_type = what === 'create group' ? 'price' : 'feature';
      const lookup_key = value % 4 === 0 ? shared : `${team}0-${value}`;
      return { method: 'POST', path: '/groups', body: { name: text, lookup_key, entity_type } };
    }
    case 'create plan':
      return { method: 'POST', path: '/plans', body: { name: text } };
    case 'create price': {
      const entity_id = pick('plan', row);
      const body = {
        ...{ entity_type: 'PLAN', entity_id, type: 'FIXED', currency: 'usd', billing_model: 'FLAT_FEE' },
        ...{ billing_period: 'MONTHLY', billing_period_count: 1, invoice_cadence: 'ARREAR', amount: String(value) },
        display_name: text,
      };
      return entity_id === null ? null : { method: 'POST', path: '/prices', body };
    }
    case 'rename plan':
      return put('plan', { name: text });
    case 'rename feature':
      return put('feature', { name: text });
    case 'describe price':
      return put('price', { description: text });
    case 'tag price':
      return put('price', { metadata: { [`k${other % 3}`]: text } });
    case 'move price':
      return put('price', { group_id: pick('group', other) ?? '' });
    case 'new terms':
      return put('price', { billing_model: 'FLAT_FEE', amount: `${value}.25` });
    case 'end price': {
      const id = pick('price', row);
      return id === null ? null : { method: 'DELETE', path: `/prices/${id}` };
    }
    case 'archive group':
      return archive('group');
    case 'archive feature':
      return value % 3 === 0 ? archive('feature') : null;
    case 'archive plan':
      return value % 5 === 0 ? archive('plan') : null;
    case 'key of plan':
      return put('plan', { lookup_key: shared });
    case 'key of price':
      return put('price', { lookup_key: shared });
  }
}
