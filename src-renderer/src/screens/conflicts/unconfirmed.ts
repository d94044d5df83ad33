import type { ConflictItem, UnconfirmedDecision } from '@shared/entities/pending';
import { toastFailure } from '../../components/toast';
import { api, type PageInput } from '../../door/api';
import { currentEnvironmentId } from '../../door/environment';

/** A decision with what both sides had when it was made. */
export interface Made extends UnconfirmedDecision {
  sides: string;
}

const nameOf = ({ number, opened_at }: ConflictItem): string => `${number} ${opened_at}`;
/** What was decided in this window, which is newer than what the store has kept. */
let made: ReadonlyMap<string, Made> = new Map();

export type MadeDecisions = typeof made;
export const decisionsMade = (): MadeDecisions => made;

/** What was chosen about a conflict, here or before the app was closed. */
export function madeOf(decisions: MadeDecisions, conflict: ConflictItem): (Made & { is_outdated: boolean }) | null {
  const known = decisions.get(nameOf(conflict));
  if (known) return { ...known, is_outdated: known.sides !== conflict.sides };
  return conflict.unconfirmed && { ...conflict.unconfirmed, sides: conflict.sides };
}

/** A text that is being typed is kept when it pauses. */
const typingMs = 250;
const typing = new Map<string, ReturnType<typeof setTimeout>>();
type Kept = PageInput<'conflict.choose'>['items'][number];
let toKeep: Kept[] = [];

/** Decisions that are made at once are kept at once. */
function keep(one: Kept) {
  toKeep.push(one);
  if (toKeep.length > 1) return;
  const environmentId = currentEnvironmentId();
  queueMicrotask(() => {
    const items = toKeep;
    toKeep = [];
    api('conflict.choose', { items }, environmentId).catch(toastFailure);
  });
}

/** Makes a decision, which does not count yet, and has the store keep it. */
export function make(conflict: ConflictItem, decision: UnconfirmedDecision, isTyping = false): MadeDecisions {
  const { number, sides } = conflict;
  const name = nameOf(conflict);
  made = new Map(made).set(name, { ...decision, sides });
  clearTimeout(typing.get(name));
  typing.delete(name);
  const kept = { number, sides, decision };
  if (isTyping)
    typing.set(
      name,
      setTimeout(() => keep(kept), typingMs),
    );
  else keep(kept);
  return made;
}

/** Conflicts that are not open any more. */
export function forget(conflicts: readonly ConflictItem[]): MadeDecisions {
  const left = new Map(made);
  for (const name of conflicts.map(nameOf)) {
    left.delete(name);
    clearTimeout(typing.get(name));
    typing.delete(name);
  }
  made = left;
  return made;
}
