import type { ConflictItem } from '@shared/entities/pending';
import type { ConflictChoice, PendingChange } from '@shared/entities/sync';
import type { AppErrorBody } from '@shared/errors';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import fc from 'fast-check';
import type { TestCore } from '../core/test-core';
import type { SimulatedServer } from './servers';

/** What somebody decides about one of the open conflicts. Conflicts and choices are chosen by number. */
export interface Decision {
  which: number;
  choice: number;
}

export const anyDecision: fc.Arbitrary<Decision> = fc.record({ which: fc.nat({ max: 7 }), choice: fc.nat({ max: 5 }) });

/** What somebody does in the list of pending changes. Lines and their fields are chosen by number. */
export interface Review {
  what: (typeof reviews)[number];
  which: number;
  field: number;
}

const reviews = ['revert', 'revert field', 'hold', 'release', 'ask first', 'send by itself'] as const;
const weights: Partial<Record<Review['what'], number>> = { revert: 5, 'revert field': 4, hold: 2, release: 3 };

export const anyReview: fc.Arbitrary<Review> = fc.record({
  what: fc.oneof(...reviews.map((what) => ({ weight: weights[what] ?? 1, arbitrary: fc.constant(what) }))),
  which: fc.nat({ max: 7 }),
  field: fc.nat({ max: 7 }),
});

const at = <T>(items: readonly T[], number: number): T | undefined => items[number % Math.max(items.length, 1)];

/** Who decides, and where. */
export interface Person {
  core: TestCore;
  environment_id: string;
  server: SimulatedServer;
  /** Told from the text of all others. */
  text: string;
  /** How many times people decided to make a row of this name anew. */
  remade: Map<string, number>;
}

const ask = async ({ core, environment_id }: Person, name: string, input: object) =>
  core.app.call(name, input, { environment_id });

/** Decides an open conflict, where there is one; what the rules refuse changes nothing. Answers whether it was decided. */
export async function makeDecision(person: Person, { which, choice }: Decision): Promise<boolean> {
  const item = at(await openItems(person), which);
  return item !== undefined && (await decideItem(person, item, choice)) === null;
}

/** Decides a conflict; answers why not, where the rules refuse it. */
async function decideItem(person: Person, item: ConflictItem, choice: number): Promise<string | null> {
  const decided = await decidedAs(person, item, at(item.choices, choice) as ConflictChoice);
  const isRemade = decided.choice === 'recreate';
  const before = isRemade ? await newNames(person) : [];
  const reply = await ask(person, 'conflict.resolve', { items: [{ number: item.number, ...decided }] });
  if (!reply.ok) {
    await freeKey(person, item, reply.error);
    return reply.error.message;
  }
  const remade = isRemade ? (await newNames(person)).filter((name) => !before.includes(name)) : [];
  for (const name of remade) person.remade.set(name, (person.remade.get(name) ?? 0) + 1);
  return null;
}

/** Where another row has the lookup key by now, that one is given another: then it can be decided. */
async function freeKey(person: Person, { entity }: ConflictItem, { code, details }: AppErrorBody): Promise<void> {
  const key = details?.lookup_key;
  if (code !== 'already_exists' || key === undefined || (entity !== 'price' && entity !== 'plan')) return;
  const live = entity === 'price' ? 'end_date is null' : "status = 'published'";
  const sql = `select id from ${entity}s where environment_id = ? and lookup_key = ? and ${live}`;
  const id = person.core.store.sqlite.prepare(sql).pluck().get(person.environment_id, key);
  if (id) await ask(person, `${entity}.update`, { id, lookup_key: person.text.replace(/\W+/g, '-') });
}

/** The names of rows that are to be made on the server. */
const newNames = async (person: Person): Promise<string[]> =>
  (await pendingLines(person)).filter(({ kind }) => kind === 'create').map(({ name }) => name);

/**
 * Decides each of the open conflicts, those that cannot be decided as it was meant in any other way there is. Answers how
 * many there were, and of those that nothing could be decided about why.
 */
export async function decideEach(
  person: Person,
  next: () => Decision,
): Promise<{ decided: number; stuck: { item: ConflictItem; why: string }[] }> {
  const stuck: { item: ConflictItem; why: string }[] = [];
  let decided = 0;
  const known = await openItems(person);
  for (const { number } of known) {
    // Deciding one may have decided others, or changed what there is to choose.
    const item = (await openItems(person)).find((one) => one.number === number);
    if (!item) continue;
    const first = next().choice;
    let why: string | null = '';
    for (let more = 0; more < item.choices.length && why !== null; more += 1) {
      why = await decideItem(person, item, first + more);
    }
    if (why === null) decided += 1;
    else stuck.push({ item, why });
  }
  return { decided, stuck };
}

/** The first hundred open conflicts. */
async function openItems(person: Person): Promise<ConflictItem[]> {
  const reply = await ask(person, 'conflict.list', { limit: 100 });
  return reply.ok ? (reply.data as { items: ConflictItem[] }).items : [];
}

async function decidedAs({ server, text }: Person, item: ConflictItem, choice: ConflictChoice) {
  if (choice === 'edit') return { choice, value: text };
  if (choice === 'rename_key') return { choice, value: text.replace(/\W+/g, '-') };
  if (item.kind !== 'unknown_fate') return { choice };
  // Whoever says what became of a request looks at the server first.
  const made = await madeOf(server, item);
  return made === undefined ? { choice: 'send_again' } : { choice: 'link', value: made };
}

/** The row of the server that began as this one would have. */
async function madeOf(server: SimulatedServer, { entity, mine }: ConflictItem): Promise<string | undefined> {
  const name = entity === 'price' ? 'display_name' : 'name';
  const wanted = (mine as Snapshot)[name];
  return [...(await server.snapshots(entity)).keys()].find((id) => server.history(entity, id)[0]?.[name] === wanted);
}

/** Does something in the list of pending changes; what the rules refuse changes nothing. Answers whether it was done. */
export async function makeReview(person: Person, { what, which, field }: Review): Promise<boolean> {
  if (what === 'ask first' || what === 'send by itself') {
    return (await ask(person, 'connection.update', { send: what === 'ask first' ? 'review' : 'auto' })).ok;
  }
  const line = at(await pendingLines(person), which);
  if (!line) return false;
  const key = { entity: line.entity, id: line.id };
  if (what === 'hold' || what === 'release') return (await ask(person, `pending.${what}`, { items: [key] })).ok;
  const fields = what === 'revert field' ? [at(line.fields, field)?.field ?? ''] : undefined;
  return (await ask(person, 'pending.revert', { items: [{ ...key, ...(fields && { fields }) }] })).ok;
}

async function pendingLines(person: Person): Promise<PendingChange[]> {
  const reply = await ask(person, 'pending.list', { limit: 100 });
  return reply.ok ? (reply.data as { items: PendingChange[] }).items : [];
}

/** Nothing is held back or has to be released any more. */
export async function letGo(person: Person): Promise<void> {
  await makeReview(person, { what: 'send by itself', which: 0, field: 0 });
  const items = (await pendingLines(person)).filter(({ is_held }) => is_held).map(({ entity, id }) => ({ entity, id }));
  if (items.length > 0) await ask(person, 'pending.release', { items });
}
