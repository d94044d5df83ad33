import { type ConflictItem, type KeyRefusal, keyRefusal, type UnconfirmedDecision } from '@shared/entities/pending';
import type { ConflictChoice } from '@shared/entities/sync';
import { useState } from 'react';
import { toastDone, toastFailure } from '../../components/toast';
import type { ApiError } from '../../door/api';
import { useApiMutation } from '../../door/use-api';
import { countText } from '../../format/quantity';
import { decisionsMade, forget, madeOf, make } from './unconfirmed';

/** Whether a choice needs a text of one's own. */
export const needsValue = (conflict: ConflictItem, choice: ConflictChoice): boolean =>
  choice === 'edit' || choice === 'rename_key' || (choice === 'link' && conflict.kind === 'unknown_fate');

/** What the text begins with. */
function firstValue(conflict: ConflictItem, choice: ConflictChoice): string {
  if (choice === 'rename_key' || choice === 'link') return conflict.suggestion ?? '';
  return choice === 'edit' ? String(conflict.mine ?? '') : '';
}

const refusalIn = ({ details, message }: ApiError): (KeyRefusal & { message: string }) | undefined => {
  const { data } = keyRefusal.safeParse(details);
  return data && { ...data, message };
};

/** What was chosen for each conflict; nothing of it counts before it is confirmed. */
export function useDecisions() {
  const [decisions, setDecisions] = useState(decisionsMade);
  const [fresh, setFresh] = useState<number | null>(null);
  const resolve = useApiMutation('conflict.resolve');
  const put = (conflict: ConflictItem, decision: UnconfirmedDecision, isTyping = false) =>
    setDecisions(make(conflict, decision, isTyping));
  const of = (conflict: ConflictItem): UnconfirmedDecision | undefined => {
    const known = madeOf(decisions, conflict);
    // Who chose a side chose what was seen of it; a text of one's own is good whatever the sides have become.
    if (!known || (known.is_outdated && !needsValue(conflict, known.choice))) return undefined;
    const { choice, value, refusal, holder_key } = known;
    return { choice, value, ...(refusal && { refusal }), ...(holder_key !== undefined && { holder_key }) };
  };
  return {
    of,
    /** What was chosen or typed of a conflict whose sides have moved on since. */
    outdated: (conflict: ConflictItem): 'choice' | 'text' | null => {
      const known = madeOf(decisions, conflict);
      if (!known?.is_outdated) return null;
      return needsValue(conflict, known.choice) ? 'text' : 'choice';
    },
    /** Whether its text is to be typed next: only right after it was chosen, not when the screen is opened again. */
    isFresh: ({ number }: ConflictItem): boolean => number === fresh,
    /** `isTyped`: the keyboard goes to its text at once. */
    choose: (conflict: ConflictItem, choice: ConflictChoice, isTyped = true) => {
      setFresh(isTyped ? conflict.number : null);
      put(conflict, { choice, value: firstValue(conflict, choice) });
    },
    setValue: (conflict: ConflictItem, value: string) => {
      const known = of(conflict);
      if (known) put(conflict, { ...known, value }, true);
    },
    setHolderKey: (conflict: ConflictItem, holder_key: string) => {
      const known = of(conflict);
      if (known) put(conflict, { ...known, holder_key }, true);
    },
    isReady: (conflict: ConflictItem): boolean => {
      const decision = of(conflict);
      if (!decision) return false;
      if (decision.refusal?.suggestion && !decision.holder_key?.trim()) return false;
      return decision.choice === 'edit' || !needsValue(conflict, decision.choice) || decision.value.trim() !== '';
    },
    isPending: resolve.isPending,
    /** Makes the decisions about these conflicts, all or none; `onDone` before they leave the screen. */
    confirm: (conflicts: readonly ConflictItem[], onDone: () => void) => {
      const items = conflicts.flatMap((conflict) => {
        const decision = of(conflict);
        if (!decision) return [];
        const value = needsValue(conflict, decision.choice) ? { value: decision.value } : {};
        const { choice, holder_key } = decision;
        const { number, sides } = conflict;
        return [{ number, choice, sides, ...value, ...(holder_key !== undefined && { holder_key }) }];
      });
      if (items.length === 0 || resolve.isPending) return;
      resolve.mutate(
        { items },
        {
          onSuccess: ({ resolved, open }) => {
            toastDone(
              `${countText(resolved, 'conflict', 'conflicts')} decided${open === 0 ? '. None is left.' : `, ${open} left`}`,
            );
            setDecisions(forget(conflicts));
            onDone();
          },
          onError: (error) => {
            const refusal = refusalIn(error);
            const conflict = refusal && conflicts.find(({ number }) => number === refusal.number);
            const decision = conflict && of(conflict);
            if (!decision) return toastFailure(error);
            const { suggestion } = refusal;
            setFresh(conflict.number);
            put(conflict, { ...decision, refusal, ...(suggestion !== null && { holder_key: suggestion }) });
          },
        },
      );
    },
  };
}

export type Decisions = ReturnType<typeof useDecisions>;
