import type { ConflictItem } from '@shared/entities/pending';
import type { ConflictChoice, ConflictKind } from '@shared/entities/sync';
import { countText } from '../../format/quantity';
import { entityWords, nameOf } from '../pending/change-words';

/** Whether the two sides differ in a field, with three values side by side. */
export const isOfField = ({ kind }: Pick<ConflictItem, 'kind'>): boolean =>
  kind === 'field' || kind === 'server_ignored';

const over = (what: string) => (what === 'price' ? 'ended' : 'archived');
const texts: Record<Exclude<ConflictKind, 'field' | 'server_ignored'>, (what: string) => string> = {
  gone_there: (what) =>
    `The ${what} is ${over(what)} on the server, and you changed it here. A server does not take that back: it can be made anew.`,
  edited_there: (what) => `You ${over(what)} the ${what} here, and it was changed on the server.`,
  versioned_there: (what) => `Both sides gave the ${what} new terms.`,
  key_taken: (what) => `Another ${what} on the server has this lookup key.`,
  unknown_fate: (what) => `It is not known whether the new ${what} arrived on the server: the connection broke off.`,
};

/** What happened, in a sentence. */
export function conflictText(conflict: ConflictItem): string {
  const what = entityWords[conflict.entity].toLowerCase();
  if (conflict.kind === 'field') return 'Both sides changed it.';
  if (conflict.kind === 'server_ignored') return 'The server kept something else than was sent.';
  return texts[conflict.kind](what);
}

export interface ChoiceWords {
  label: string;
  /** What follows from it. */
  consequence: string;
}

const alongWith: Partial<Record<ConflictItem['entity'], string>> = {
  group: ', and its prices are put into it again',
  feature: ', and its charges end now and go on with the new one',
};

/** What a choice does, before it is made. */
export function choiceWords(conflict: ConflictItem, choice: ConflictChoice): ChoiceWords {
  const { kind, entity, affected } = conflict;
  const what = entityWords[entity].toLowerCase();
  const isPrice = entity === 'price';
  switch (`${kind} ${choice}`) {
    case 'gone_there recreate':
      return {
        label: 'Recreate as new',
        consequence: isPrice
          ? 'A new price with your values goes on from the moment the server ended this one.'
          : `The server gets a new ${what} with your values${alongWith[entity] ?? ''}.`,
      };
    case 'gone_there theirs':
      return { label: 'Drop my change', consequence: `It is ${isPrice ? 'ended' : 'archived'} here as well.` };
    case 'edited_there mine':
      return {
        label: isPrice ? 'End it anyway' : 'Archive it anyway',
        consequence: `Their change is taken over, then it is ${isPrice ? 'ended' : 'archived'} on the server too.`,
      };
    case 'edited_there theirs':
      return { label: 'Keep it as on the server', consequence: `The ${what} is live here again, with their change.` };
    case 'versioned_there mine':
      return {
        label: 'Mine after theirs',
        consequence: (conflict.theirs as { end_date?: string | null } | null)?.end_date
          ? 'Their version takes its place; a new price with your terms goes on from the moment theirs ends.'
          : 'Their version takes its place; yours follows it, not before theirs starts.',
      };
    case 'versioned_there theirs':
      return { label: 'Take the server’s', consequence: 'Your version is taken back; theirs counts.' };
    case 'key_taken rename_key':
      return {
        label: 'Give mine another key',
        consequence: `Both ${what}s stay. ${
          affected && affected.count > 0
            ? `${countText(affected.count, 'charge keeps', 'charges keep')} hanging on yours.`
            : 'No charge hangs on yours.'
        }`,
      };
    case 'key_taken link':
      return {
        label: 'They are the same',
        consequence: `Yours and theirs become one ${what}; where they differ you decide field by field.`,
      };
    case 'unknown_fate link':
      return {
        label: 'It arrived',
        consequence: conflict.suggestion
          ? `It is the one on the server that looks like it: both become one ${what}.`
          : `Give the id that it has on the server: both become one ${what}.`,
      };
    case 'unknown_fate send_again':
      return { label: 'Send it again', consequence: `If it did arrive, the server has two of it afterwards.` };
    case 'server_ignored mine':
      return { label: 'Keep here', consequence: 'It stays as it is here and is held back.' };
    default:
      return choice === 'mine'
        ? { label: 'Yours', consequence: 'It is sent to the server.' }
        : { label: 'Server', consequence: 'It is taken over here.' };
  }
}

/** What the letters M and S mean for a conflict. */
export const choiceOfKey = (conflict: ConflictItem, key: 'M' | 'S'): ConflictChoice | undefined => {
  const wanted: readonly ConflictChoice[] =
    key === 'M' ? ['mine', 'recreate', 'rename_key', 'send_again'] : ['theirs', 'link'];
  return wanted.find((choice) => conflict.choices.includes(choice));
};

export const conflictName = (conflict: ConflictItem): string => `${entityWords[conflict.entity]} “${nameOf(conflict)}”`;
