import { type ConflictItem, type KeyRefusal, keyRefusal } from '@shared/entities/pending';
import type { ConflictChoice } from '@shared/entities/sync';
import { useState } from 'react';
import { toastDone, toastFailure } from '../../components/toast';
import type { ApiError } from '../../door/api';
import { useApiMutation } from '../../door/use-api';
import { countText } from '../../format/quantity';

export interface Decision {
  choice: ConflictChoice;
  /** For a value, a key or an id of one's own. */
  value: string;
  /** Why it was refused: another row here has the lookup key that it needs. */
  refusal?: KeyRefusal & { message: string };
  /** The lookup key that the other row is given for it. */
  holderKey?: string;
}

/** A decision with what both sides had when it was made. */
interface Made extends Decision {
  sides: string;
}

/** Whether a choice needs a text of one's own. */
export const needsValue = (conflict: ConflictItem, choice: ConflictChoice): boolean =>
  choice === 'edit' || choice === 'rename_key' || (choice === 'link' && conflict.kind === 'unknown_fate');

/** What the text begins with. */
function firstValue(conflict: ConflictItem, choice: ConflictChoice): string {
  if (choice === 'rename_key') return conflict.suggestion ?? '';
  return choice === 'edit' ? String(conflict.mine ?? '') : '';
}

const refusalIn = ({ details, message }: ApiError): (KeyRefusal & { message: string }) | undefined => {
  const { data } = keyRefusal.safeParse(details);
  return data && { ...data, message };
};

const nameOf = ({ number, opened_at }: ConflictItem): string => `${number} ${opened_at}`;
const sidesOf = ({ mine, theirs }: ConflictItem): string => JSON.stringify([mine, theirs]);

/** Decisions that are not confirmed yet: they are still there when the screen was left half-way. */
let unconfirmed: ReadonlyMap<string, Made> = new Map();

/** What was chosen for each conflict; nothing of it counts before it is confirmed. */
export function useDecisions() {
  const [decisions, setDecisions] = useState(unconfirmed);
  const resolve = useApiMutation('conflict.resolve');
  const change = (next: ReadonlyMap<string, Made>) => {
    unconfirmed = next;
    setDecisions(next);
  };
  const put = (conflict: ConflictItem, decision: Decision) =>
    change(new Map(unconfirmed).set(nameOf(conflict), { ...decision, sides: sidesOf(conflict) }));
  const of = (conflict: ConflictItem): Decision | undefined => {
    const made = decisions.get(nameOf(conflict));
    // Who chose a side chose what was seen of it; a text of one's own is good whatever the sides have become.
    const counts = made && (made.sides === sidesOf(conflict) || needsValue(conflict, made.choice));
    return counts ? made : undefined;
  };
  return {
    of,
    choose: (conflict: ConflictItem, choice: ConflictChoice) =>
      put(conflict, { choice, value: firstValue(conflict, choice) }),
    setValue: (conflict: ConflictItem, value: string) => {
      const known = of(conflict);
      if (known) put(conflict, { ...known, value });
    },
    setHolderKey: (conflict: ConflictItem, holderKey: string) => {
      const known = of(conflict);
      if (known) put(conflict, { ...known, holderKey });
    },
    isReady: (conflict: ConflictItem): boolean => {
      const decision = of(conflict);
      if (!decision) return false;
      if (decision.refusal?.suggestion && !decision.holderKey?.trim()) return false;
      return decision.choice === 'edit' || !needsValue(conflict, decision.choice) || decision.value.trim() !== '';
    },
    isPending: resolve.isPending,
    /** Makes the decisions about these conflicts, all or none; `onDone` before they leave the screen. */
    confirm: (conflicts: readonly ConflictItem[], onDone: () => void) => {
      const items = conflicts.flatMap((conflict) => {
        const decision = of(conflict);
        if (!decision) return [];
        const value = needsValue(conflict, decision.choice) ? { value: decision.value } : {};
        const holder_key = decision.holderKey === undefined ? {} : { holder_key: decision.holderKey };
        return [{ number: conflict.number, choice: decision.choice, ...value, ...holder_key }];
      });
      if (items.length === 0 || resolve.isPending) return;
      resolve.mutate(
        { items },
        {
          onSuccess: ({ resolved, open }) => {
            toastDone(
              `${countText(resolved, 'conflict', 'conflicts')} decided${open === 0 ? '. None is left.' : `, ${open} left`}`,
            );
            const made = new Set(conflicts.map(nameOf));
            change(new Map([...unconfirmed].filter(([name]) => !made.has(name))));
            onDone();
          },
          onError: (error) => {
            const refusal = refusalIn(error);
            const conflict = refusal && conflicts.find(({ number }) => number === refusal.number);
            const decision = conflict && of(conflict);
            if (!decision) return toastFailure(error);
            const { suggestion } = refusal;
            put(conflict, { ...decision, refusal, ...(suggestion !== null && { holderKey: suggestion }) });
          },
        },
      );
    },
  };
}

export type Decisions = ReturnType<typeof useDecisions>;
