import type { ConflictItem } from '@shared/entities/pending';
import type { ConflictChoice, PendingChange } from '@shared/entities/sync';
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

/** What somebody does about rows that a full check found to be gone. */
export const answers = ['keep', 'remove', 'send again'] as const;
export type Answer = (typeof answers)[number];

const at = <T>(items: readonly T[], number: number): T | undefined => items[number % Math.max(items.length, 1)];

/** Who decides, and where. */
export interface Person {
  core: TestCore;
  environment_id: string;
  server: SimulatedServer;
  /** Told from the text of all others, and every time another. */
  text(): string;
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

/** Decides a conflict, as a person by what is offered; answers why not, where the rules refuse it. */
async function decideItem(person: Person, item: ConflictItem, choice: number): Promise<string | null> {
  const decided = await decidedAs(person, item, at(item.choices, choice) as ConflictChoice);
  const isRemade = decided.choice === 'recreate';
  const before = isRemade ? await newNames(person) : [];
  const resolve = (more: object = {}) =>
    ask(person, 'conflict.resolve', { items: [{ number: item.number, ...decided, ...more }] });
  let reply = await resolve();
  // Where another row has the key that is needed, that one is given the key that is proposed.
  const suggestion = reply.ok ? undefined : reply.error.details?.suggestion;
  if (typeof suggestion === 'string') reply = await resolve({ holder_key: suggestion });
  if (!reply.ok) return reply.error.message;
  const remade = isRemade ? (await newNames(person)).filter((name) => !before.includes(name)) : [];
  // Whoever gives a row another key says that the one on the server is not the same, whatever it is called.
  if (decided.choice === 'rename_key') remade.push(item.name);
  for (const name of remade) person.remade.set(name, (person.remade.get(name) ?? 0) + 1);
  return null;
}

/** The names of rows that are to be made on the server. */
const newNames = async (person: Person): Promise<string[]> =>
  (await pendingLines(person)).filter(({ kind }) => kind === 'create').map(({ name }) => name);

/**
 * Decides each of the open conflicts as it is meant: whatever is offered can be decided. Answers how many there were, and
 * what was refused and why.
 */
export async function decideEach(
  person: Person,
  next: () => Decision,
): Promise<{ decided: number; refused: { item: ConflictItem; choice: string; why: string }[] }> {
  const refused: { item: ConflictItem; choice: string; why: string }[] = [];
  let decided = 0;
  const known = await openItems(person);
  for (const { number } of known) {
    // Deciding one may have decided others, or changed what there is to choose.
    const item = (await openItems(person)).find((one) => one.number === number);
    if (!item) continue;
    const { choice } = next();
    const why = await decideItem(person, item, choice);
    if (why === null) decided += 1;
    else refused.push({ item, choice: at(item.choices, choice) ?? 'nothing', why });
  }
  return { decided, refused };
}

/** The first hundred open conflicts. */
async function openItems(person: Person): Promise<ConflictItem[]> {
  const reply = await ask(person, 'conflict.list', { limit: 100 });
  return reply.ok ? (reply.data as { items: ConflictItem[] }).items : [];
}

async function decidedAs({ server, text }: Person, item: ConflictItem, choice: ConflictChoice) {
  if (choice === 'edit') return { choice, value: text() };
  if (choice === 'rename_key') return { choice, value: text().replace(/\W+/g, '-') };
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
