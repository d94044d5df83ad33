import type { ConflictItem } from '@shared/entities/pending';
import type { ConflictChoice } from '@shared/entities/sync';
import { useState } from 'react';
import { toastDone, toastFailure } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { countText } from '../../format/quantity';

export interface Decision {
  choice: ConflictChoice;
  /** For a value, a key or an id of one's own. */
  value: string;
}

/** Whether a choice needs a text of one's own. */
export const needsValue = (conflict: ConflictItem, choice: ConflictChoice): boolean =>
  choice === 'edit' || choice === 'rename_key' || (choice === 'link' && conflict.kind === 'unknown_fate');

/** What the text begins with. */
function firstValue(conflict: ConflictItem, choice: ConflictChoice): string {
  if (choice === 'rename_key') return conflict.suggestion ?? '';
  return choice === 'edit' ? String(conflict.mine ?? '') : '';
}

/** What was chosen for each conflict; nothing of it counts before it is confirmed. */
export function useDecisions() {
  const [decisions, setDecisions] = useState<ReadonlyMap<number, Decision>>(new Map());
  const resolve = useApiMutation('conflict.resolve');
  const put = (number: number, decision: Decision) => setDecisions((old) => new Map(old).set(number, decision));
  return {
    of: (conflict: ConflictItem): Decision | undefined => decisions.get(conflict.number),
    choose: (conflict: ConflictItem, choice: ConflictChoice) =>
      put(conflict.number, { choice, value: firstValue(conflict, choice) }),
    setValue: (conflict: ConflictItem, value: string) => {
      const known = decisions.get(conflict.number);
      if (known) put(conflict.number, { ...known, value });
    },
    isReady: (conflict: ConflictItem): boolean => {
      const decision = decisions.get(conflict.number);
      if (!decision) return false;
      return decision.choice === 'edit' || !needsValue(conflict, decision.choice) || decision.value.trim() !== '';
    },
    isPending: resolve.isPending,
    /** Makes the decisions about these conflicts, all or none. */
    confirm: (conflicts: readonly ConflictItem[]) => {
      const items = conflicts.flatMap((conflict) => {
        const decision = decisions.get(conflict.number);
        if (!decision) return [];
        const value = needsValue(conflict, decision.choice) ? { value: decision.value } : {};
        return [{ number: conflict.number, choice: decision.choice, ...value }];
      });
      if (items.length === 0 || resolve.isPending) return;
      resolve.mutate(
        { items },
        {
          onSuccess: ({ resolved, open }) => {
            toastDone(
              `${countText(resolved, 'conflict', 'conflicts')} decided${open === 0 ? '. None is left.' : `, ${open} left`}`,
            );
            setDecisions(
              (old) => new Map([...old].filter(([number]) => !items.some((item) => item.number === number))),
            );
          },
          onError: toastFailure,
        },
      );
    },
  };
}

export type Decisions = ReturnType<typeof useDecisions>;
