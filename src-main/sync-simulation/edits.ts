import fc from 'fast-check';
import { prepared } from '../core/store/prepared';
import type { TestCore } from '../core/test-core';

/** One edit a person makes: what, on which row, and with which value. Rows and values are chosen by number. */
export interface Edit {
  what: (typeof edits)[number];
  row: number;
  other: number;
  value: number;
}

const edits = [
  'create group',
  'rename group',
  'archive group',
  'create plan',
  'edit plan',
  'edit plan metadata',
  'archive plan',
  'create feature',
  'edit feature',
  'add filter',
  'create price',
  'create usage price',
  'edit details',
  'edit metadata',
  'empty description',
  'move to group',
  'new terms',
  'new terms later',
  'end price',
] as const;

const weights: Partial<Record<Edit['what'], number>> = {
  'create group': 3,
  'create plan': 2,
  'create price': 4,
  'create usage price': 2,
  'edit details': 5,
  'move to group': 3,
  'edit metadata': 2,
  'new terms': 6,
};

export const anyEdit: fc.Arbitrary<Edit> = fc.record({
  what: fc.oneof(...edits.map((what) => ({ weight: weights[what] ?? 1, arbitrary: fc.constant(what) }))),
  // The first rows are everybody's favourites: two people seldom meet in the same row by chance.
  row: fc.oneof(fc.nat({ max: 1 }), fc.nat({ max: 7 })),
  other: fc.nat({ max: 7 }),
  value: fc.nat({ max: 999 }),
});

/**
 * Makes an edit, its text told from all others by the serial number; one that the rules refuse (a price that has ended, a
 * taken key) changes nothing, as for a person.
 */
export async function makeEdit(
  core: TestCore,
  author: string,
  edit: Edit,
  serial: number,
  environment_id = core.environment_id,
): Promise<void> {
  const call = plan(core.store, environment_id, author, edit, serial);
  if (call) await core.app.call(call.name, call.input, { environment_id });
}

function plan(
  { sqlite }: TestCore['store'],
  environment_id: string,
  author: string,
  { what, row, other, value }: Edit,
  serial: number,
) {
  const pick = (table: string, where: string, at: number): string | undefined => {
    const sql = `select id from ${table} where environment_id = ? and ${where} order by number`;
    const ids = prepared(sqlite, sql).pluck().all(environment_id) as string[];
    return ids.length === 0 ? undefined : ids[at % ids.length];
  };
  const text = `${author} ${value}.${serial}`;
  // Some keys are wanted by several people.
  const key = value % 4 === 0 ? `shared-${value % 5}` : `${author}-${value}`;
  const asked = (name: string, input: object) => ({ name, input });
  const onRow = (name: string, id: string | undefined, input: object) => (id ? asked(name, { id, ...input }) : null);
  const group = (at: number) => pick('groups', "status = 'published'", at);
  const plan_ = (at: number) => pick('plans', "status = 'published'", at);
  const feature = (at: number) => pick('features', "status = 'published'", at);
  const price = (at: number) => pick('prices', "status = 'published'", at);

  switch (what) {
    case 'create group':
      return asked('group.create', { name: text, lookup_key: key, entity_type: 'price' });
    case 'rename group':
      return onRow('group.update', group(row), { name: text });
    case 'archive group':
      return onRow('group.delete', group(row), {});
    case 'create plan':
      return asked('plan.create', { name: text, ...(value % 2 === 0 && { lookup_key: key }) });
    case 'edit plan':
      return onRow('plan.update', plan_(row), value % 2 === 0 ? { name: text } : { description: text });
    case 'edit plan metadata':
      return onRow('plan.update', plan_(row), { metadata: { [`k${other % 3}`]: text } });
    case 'archive plan':
      return value % 5 === 0 ? onRow('plan.archive', plan_(row), {}) : null;
    case 'create feature':
      return asked('feature.create', {
        name: text,
        lookup_key: key,
        type: 'metered',
        meter: { event_name: `event_${other}`, aggregation: { type: 'SUM', field: 'n' } },
      });
    case 'edit feature':
      return onRow('feature.update', feature(row), { name: text });
    case 'add filter':
      return onRow('feature.update', feature(row), { filters: [{ key: 'region', values: [text] }] });
    case 'create price':
    case 'create usage price':
      return newPrice(what === 'create usage price', plan_(row), feature(other), sqlite, group(other), {
        text,
        key,
        value,
      });
    case 'edit details':
      return onRow('price.update', price(row), value % 3 === 0 ? { lookup_key: key } : { description: text });
    case 'edit metadata':
      return onRow('price.update', price(row), { metadata: { [`k${other % 3}`]: text } });
    case 'empty description':
      return onRow('price.update', price(row), { clear: ['description'] });
    case 'move to group':
      return onRow('price.update', price(row), { group_id: value % 4 === 0 ? '' : (group(other) ?? '') });
    case 'new terms':
      return onRow('price.update', price(row), { billing_model: 'FLAT_FEE', amount: `${value}.5` });
    case 'new terms later':
      return onRow('price.update', price(row), {
        billing_model: 'TIERED',
        tier_mode: 'VOLUME',
        tiers: [{ up_to: value + 1, unit_amount: '1' }, { unit_amount: '0.5' }],
        effective_from: '2027-01-01T00:00:00.000Z',
      });
    case 'end price':
      return onRow('price.terminate', price(row), value % 2 === 0 ? {} : { end_date: '2027-06-01T00:00:00.000Z' });
  }
}

function newPrice(
  isUsage: boolean,
  entity_id: string | undefined,
  feature: string | undefined,
  sqlite: TestCore['store']['sqlite'],
  group_id: string | undefined,
  { text, key, value }: { text: string; key: string; value: number },
) {
  const meter_id = sqlite
    .prepare('select meter_id from features where id = ?')
    .pluck()
    .get(feature ?? '');
  if (!entity_id || (isUsage && !meter_id)) return null;
  const common = {
    entity_type: 'PLAN',
    entity_id,
    currency: 'usd',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: String(value),
    display_name: text,
    ...(value % 2 === 0 && { lookup_key: key }),
    ...(value % 3 === 0 && group_id && { group_id }),
  };
  const kind = isUsage ? { type: 'USAGE', meter_id } : { type: 'FIXED' };
  return { name: 'price.create', input: { ...common, ...kind } };
}
