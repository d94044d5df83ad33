import type { RunningShell } from './running-shell';

/** Numbers that come again for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * One edit of a person: rows are chosen among those that are there. An edit that the rules refuse changes nothing, as for a
 * person. Answers whether something was edited.
 */
export async function randomEdit(
  shell: RunningShell,
  author: string,
  number: number,
  random: (below: number) => number,
): Promise<boolean> {
  const text = `${author} ${number}`;
  const key = `${author}-${number}`;
  const rows = async (entity: string) => {
    const { data } = await shell.call(`${entity}.search`, { limit: 1000 });
    return (data?.items ?? []) as { id: string; end_date?: string | null }[];
  };
  const pick = async (entity: string) => {
    const found = (await rows(entity)).filter(({ end_date }) => !end_date);
    return found[random(Math.max(found.length, 1))]?.id;
  };
  const done = async (name: string, input: object) => (await shell.call(name, input)).ok;
  const onRow = async (name: string, entity: string, input: object) => {
    const id = await pick(entity);
    return id ? done(name, { id, ...input }) : false;
  };
  switch (random(10)) {
    case 0:
      return done('group.create', { name: text, lookup_key: key, entity_type: 'price' });
    case 1:
      return done('plan.create', { name: text, lookup_key: key });
    case 2:
      return onRow('plan.update', 'plan', { name: text });
    case 3:
      return onRow('group.update', 'group', { name: text });
    case 4:
      return onRow('price.update', 'price', { description: text });
    case 5:
      return onRow('price.update', 'price', { metadata: { [`k${random(3)}`]: text } });
    case 6:
      return onRow('price.update', 'price', { group_id: (await pick('group')) ?? '' });
    case 7:
      return onRow('price.update', 'price', { billing_model: 'FLAT_FEE', amount: `${number}.5` });
    default: {
      const entity_id = await pick('plan');
      const price = { type: 'FIXED', currency: 'usd', billing_model: 'FLAT_FEE', amount: String(number) };
      const period = { billing_period: 'MONTHLY', invoice_cadence: 'ARREAR' };
      const named = { display_name: text, lookup_key: key };
      return entity_id
        ? done('price.create', { ...price, ...period, ...named, entity_type: 'PLAN', entity_id })
        : false;
    }
  }
}
