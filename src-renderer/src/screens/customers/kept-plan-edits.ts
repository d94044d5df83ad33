import { create } from 'zustand';
import { noEdits, type PlanEdits } from './plan-edits';

/**
 * Edits of customers' plans that are not saved, by environment, until the app is closed: whoever leaves the grid, and
 * however, finds them again.
 */
export const useKeptPlanEdits = create<Record<string, PlanEdits>>(() => ({}));

export const keptPlanEdits = (environmentId: string): PlanEdits =>
  useKeptPlanEdits.getState()[environmentId] ?? noEdits;

export const keepPlanEdits = (environmentId: string, edits: PlanEdits) =>
  useKeptPlanEdits.setState({ [environmentId]: edits });
