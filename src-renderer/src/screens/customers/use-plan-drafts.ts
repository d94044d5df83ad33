import type { CustomerPlan } from '@shared/entities/customer-plan';
import { useDeferredValue, useMemo } from 'react';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import type { NamedPlan } from '../plans/plans-by-text';
import { keepPlanEdits, keptPlanEdits, useKeptPlanEdits } from './kept-plan-edits';
import {
  changeOfDraft,
  type DraftProblem,
  editCell,
  isProblem,
  type PlanDraft,
  type PlanField,
  planRowKey,
  storedCells,
} from './plan-drafts';
import {
  afterSaving,
  beginSaving,
  canUndo,
  draftsOf,
  noEdits,
  type PlanEdits,
  type SentEdit,
  sameCells,
  withoutStep,
  withStep,
} from './plan-edits';

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

interface ReadEdit extends SentEdit {
  key: string;
}

const fieldOf = { plan_id: 'plan', start_date: 'from', end_date: 'to', external_customer_id: 'plan' } as const;

/** Edits of the grid until they are saved: each step can be undone, and every row is told what is wrong with it. */
export function usePlanDrafts({ plans, zone, firstDay }: Facts) {
  const { id: environmentId } = useEnvironment();
  const edits = useKeptPlanEdits((kept) => kept[environmentId]) ?? noEdits;
  // The newest, not those of this rendering: a save may end while somebody edits.
  const change = (next: (edits: PlanEdits) => PlanEdits) =>
    keepPlanEdits(environmentId, next(keptPlanEdits(environmentId)));
  const drafts = draftsOf(edits);
  const { saving } = edits;
  const read = useMemo(() => {
    const own = new Map<string, DraftProblem>();
    const asked: ReadEdit[] = [];
    for (const [key, draft] of drafts) {
      // What a job makes is stored row by row: it would be said not to be as it was shown.
      if (saving?.job_id && saving.sent.has(key)) continue;
      const wanted = changeOfDraft(draft, plans, zone);
      if (isProblem(wanted)) own.set(key, wanted);
      else asked.push({ key, draft, change: wanted });
    }
    return { own, asked };
  }, [drafts, saving, plans, zone]);
  const asked = useDeferredValue(read.asked);
  const preview = useApiQuery(
    'customerPlan.preview',
    { changes: asked.map((one) => one.change) },
    { enabled: asked.length > 0, keepPrevious: false },
  );
  const problems = new Map<string, DraftProblem>(read.own);
  const outdated: string[] = [];
  for (const { index, field, message } of preview.data?.problems ?? []) {
    const key = asked[index]?.key;
    if (key === undefined || !drafts.has(key)) continue;
    problems.set(key, { field: fieldOf[field], message });
    if (field === 'external_customer_id') outdated.push(key);
  }
  const without = (keys: readonly string[]) => (old: PlanEdits) =>
    withStep(old, new Map([...draftsOf(old)].filter(([key]) => !keys.includes(key))));

  return {
    drafts,
    problems,
    preview: asked.length > 0 ? preview.data : undefined,
    changes: read.asked.map((one) => one.change),
    canSave: drafts.size > 0 && !saving && problems.size === 0 && preview.data !== undefined && asked === read.asked,
    /** One step, however many cells it edits. */
    edit(cells: readonly CellEdit[]) {
      change((old) => {
        const next = new Map<string, PlanDraft>(draftsOf(old));
        for (const { row, field, text } of cells) {
          const key = planRowKey(row);
          const stored = storedCells(row, zone);
          const edited = editCell(next.get(key)?.cells ?? stored, field, text, firstDay);
          if (sameCells(edited, stored)) next.delete(key);
          else next.set(key, { row, cells: edited });
        }
        return withStep(old, next);
      });
    },
    canUndo: canUndo(edits),
    undo: () => change(withoutStep),
    clear: () => change(() => noEdits),
    /** Edits of rows that somebody changed meanwhile, so that they can no longer be saved. */
    outdated,
    clearOutdated: () => change(without(outdated)),
    saving,
    beginSaving: () => change((old) => beginSaving(old, new Map(read.asked.map((one) => [one.key, one])))),
    /** A job makes them. */
    followSaving: (job_id: string) =>
      change((old) => (old.saving ? { ...old, saving: { ...old.saving, job_id } } : old)),
    /** It has ended, by this job or at once: tells which of what was sent is stored now. */
    endSaving: (job_id: string | null, isMade: (key: string) => boolean) =>
      change((old) => (old.saving?.job_id === job_id ? afterSaving(old, isMade, { plans, zone }) : old)),
  };
}

export type PlanDrafts = ReturnType<typeof usePlanDrafts>;
