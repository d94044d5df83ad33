import type { CustomerPlan } from '@shared/entities/customer-plan';
import { useDeferredValue, useMemo, useState } from 'react';
import { useApiQuery } from '../../door/use-api';
import type { NamedPlan } from '../plans/plans-by-text';
import {
  changeOfDraft,
  type DraftProblem,
  editCell,
  isProblem,
  type PlanChange,
  type PlanDraft,
  type PlanField,
  planRowKey,
  storedCells,
} from './plan-drafts';

export interface CellEdit {
  row: CustomerPlan;
  field: PlanField;
  text: string;
}

interface Facts {
  plans: readonly NamedPlan[];
  zone: string;
  /** The day a plan begins on unless another is chosen. */
  firstDay: string;
}

type Drafts = ReadonlyMap<string, PlanDraft>;

const fieldOf = { plan_id: 'plan', start_date: 'from', end_date: 'to', external_customer_id: 'plan' } as const;

/** Edits of the grid until they are saved: each step can be undone, and every row is told what is wrong with it. */
export function usePlanDrafts({ plans, zone, firstDay }: Facts) {
  const [steps, setSteps] = useState<readonly Drafts[]>([new Map()]);
  const drafts: Drafts = steps.at(-1) ?? new Map();
  const read = useMemo(() => {
    const entries = [...drafts].map(([key, draft]) => ({ key, read: changeOfDraft(draft, plans, zone) }));
    return {
      own: new Map(entries.flatMap((entry) => (isProblem(entry.read) ? [[entry.key, entry.read] as const] : []))),
      asked: entries.flatMap((entry): { key: string; change: PlanChange }[] =>
        isProblem(entry.read) ? [] : [{ key: entry.key, change: entry.read }],
      ),
    };
  }, [drafts, plans, zone]);
  const asked = useDeferredValue(read.asked);
  const preview = useApiQuery(
    'customerPlan.preview',
    { changes: asked.map(({ change }) => change) },
    { enabled: asked.length > 0, keepPrevious: false },
  );
  const problems = new Map<string, DraftProblem>(read.own);
  for (const { index, field, message } of preview.data?.problems ?? []) {
    const key = asked[index]?.key;
    if (key) problems.set(key, { field: fieldOf[field], message });
  }

  return {
    drafts,
    problems,
    preview: asked.length > 0 ? preview.data : undefined,
    changes: read.asked.map(({ change }) => change),
    canSave: drafts.size > 0 && problems.size === 0 && preview.data !== undefined && asked === read.asked,
    /** One step, however many cells it edits. */
    edit(edits: readonly CellEdit[]) {
      const next = new Map(drafts);
      for (const { row, field, text } of edits) {
        const key = planRowKey(row);
        const stored = storedCells(row, zone);
        const cells = editCell(next.get(key)?.cells ?? stored, field, text, firstDay);
        const isStored = cells.plan === stored.plan && cells.from === stored.from && cells.to === stored.to;
        if (isStored) next.delete(key);
        else next.set(key, { row, cells });
      }
      setSteps([...steps, next]);
    },
    canUndo: steps.length > 1,
    undo: () => setSteps(steps.length > 1 ? steps.slice(0, -1) : steps),
    clear: () => setSteps([new Map()]),
  };
}

export type PlanDrafts = ReturnType<typeof usePlanDrafts>;
