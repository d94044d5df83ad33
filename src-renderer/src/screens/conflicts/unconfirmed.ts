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

/** A text that is being typed is kept when it pauses, and before that when its field or the page is left. */
const typingMs = 250;
type Kept = PageInput<'conflict.choose'>['items'][number];
const typing = new Map<string, { text: Kept; pause: ReturnType<typeof setTimeout> }>();
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

/** Forgets what is being typed of a conflict; answers it. */
function takeTyped(name: string): Kept | undefined {
  const typed = typing.get(name);
  clearTimeout(typed?.pause);
  typing.delete(name);
  return typed?.text;
}

/** Has the store keep what is being typed, without waiting for a pause. */
export function keepTyped(): void {
  for (const name of [...typing.keys()]) {
    const text = takeTyped(name);
    if (text) keep(text);
  }
}
// A page that has gone is not listened to any more; one that goes without being asked first tells it as it does.
for (const leaving of ['beforeunload', 'pagehide']) window.addEventListener(leaving, keepTyped);

/** Makes a decision, which does not count yet, and has the store keep it. */
export function make(conflict: ConflictItem, decision: UnconfirmedDecision, isTyping = false): MadeDecisions {
  const { number, sides } = conflict;
  const name = nameOf(conflict);
  made = new Map(made).set(name, { ...decision, sides });
  takeTyped(name);
  const kept = { number, sides, decision };
  if (isTyping) typing.set(name, { text: kept, pause: setTimeout(keepTyped, typingMs) });
  else keep(kept);
  return made;
}

/** Conflicts that are not open any more. */
export function forget(conflicts: readonly ConflictItem[]): MadeDecisions {
  const left = new Map(made);
  for (const name of conflicts.map(nameOf)) {
    left.delete(name);
    takeTyped(name);
  }
  made = left;
  return made;
}
