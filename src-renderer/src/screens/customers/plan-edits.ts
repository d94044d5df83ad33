import type { CustomerPlan } from '@shared/entities/customer-plan';
import type { NamedPlan } from '../plans/plans-by-text';
import { type PlanCells, type PlanChange, type PlanDraft, planRowKey, storedCells } from './plan-drafts';

/** Edited rows by their keys. */
export type Drafts = ReadonlyMap<string, PlanDraft>;

/** An edited row on its way to the store. */
export interface SentEdit {
  draft: PlanDraft;
  change: PlanChange;
}

interface Saving {
  sent: ReadonlyMap<string, SentEdit>;
  /** So many steps had been made by then: what is edited in later ones is not on its way. */
  steps: number;
  /** The job that makes very many changes; null while they are made at once. */
  job_id: string | null;
}

/** Edits of the grid until they are saved. */
export interface PlanEdits {
  /** What is edited after each step; nothing after the first. */
  steps: readonly Drafts[];
  saving: Saving | null;
}

export const noEdits: PlanEdits = { steps: [new Map()], saving: null };

export const draftsOf = ({ steps }: PlanEdits): Drafts => steps.at(-1) ?? new Map();

export const withStep = (edits: PlanEdits, drafts: Drafts): PlanEdits => ({
  ...edits,
  steps: [...edits.steps, drafts],
});

/** What is on its way cannot be taken back any more, only what came after it. */
export const canUndo = ({ steps, saving }: PlanEdits): boolean => steps.length > (saving?.steps ?? 1);

export const withoutStep = (edits: PlanEdits): PlanEdits =>
  canUndo(edits) ? { ...edits, steps: edits.steps.slice(0, -1) } : edits;

export const beginSaving = (edits: PlanEdits, sent: Saving['sent']): PlanEdits => ({
  ...edits,
  saving: { sent, steps: edits.steps.length, job_id: null },
});

/**
 * The edits once saving has ended: what was made is no edit any more, the others stay. A row that was edited again
 * meanwhile, or put back, is an edit of what is stored now.
 */
export function afterSaving(
  { steps, saving }: PlanEdits,
  isMade: (key: string) => boolean,
  { plans, zone }: { plans: readonly NamedPlan[]; zone: string },
): PlanEdits {
  const made = [...(saving?.sent ?? [])].filter(([key]) => isMade(key));
  const left = steps.map((step, index): Drafts => {
    const next = new Map(step);
    for (const [key] of made) next.delete(key);
    if (index < (saving?.steps ?? 0)) return next;
    for (const [key, { draft, change }] of made) {
      const cells = step.get(key)?.cells ?? storedCells(draft.row, zone);
      const row = rowAfter(draft.row, change, plans);
      if (!sameCells(cells, draft.cells) && !sameCells(cells, storedCells(row, zone))) {
        next.set(planRowKey(row), { row, cells });
      }
    }
    return next;
  });
  return { steps: left.filter((step, index) => index === 0 || !sameDrafts(step, left[index - 1])), saving: null };
}

/** The row as it is stored once a change of it was made. */
function rowAfter(row: CustomerPlan, { to }: PlanChange, plans: readonly NamedPlan[]): CustomerPlan {
  if (!to) return { ...row, plan_id: null, plan_name: '', start_date: null, end_date: null };
  const plan = plans.find(({ id }) => id === to.plan_id);
  return { ...row, ...to, plan_name: plan?.name ?? row.plan_name };
}

export const sameCells = (a: PlanCells, b: PlanCells): boolean =>
  a.plan === b.plan && a.from === b.from && a.to === b.to;

const sameDrafts = (a: Drafts, b: Drafts | undefined): boolean =>
  a.size === b?.size && [...a].every(([key, draft]) => b.get(key) === draft);
