import type { ChargeDraft } from './charge-draft';

/** A charge that has been added to the page and not yet saved. */
export interface StagedCharge {
  id: number;
  draft: ChargeDraft;
}

/** The form that is open: a new charge, or a staged one being edited. */
export interface OpenCharge {
  draft: ChargeDraft;
  /** The draft as the form opened, to tell whether anything was typed. */
  opened: ChargeDraft;
  /** The staged charge it replaces; null for a new one. */
  editing: number | null;
}

export interface ChargeList {
  staged: readonly StagedCharge[];
  open: OpenCharge | null;
}

export const emptyChargeList: ChargeList = { staged: [], open: null };

let lastId = 0;

/** Opens the form of a new charge: empty, or as it was left (`draft`) when another kind was tried meanwhile. */
export const openNew = (list: ChargeList, empty: ChargeDraft, draft: ChargeDraft = empty): ChargeList => ({
  ...list,
  open: { draft, opened: empty, editing: null },
});

/** Opens a staged charge for editing. */
export function openStaged(list: ChargeList, id: number): ChargeList {
  const staged = list.staged.find((one) => one.id === id);
  return staged ? { ...list, open: { draft: staged.draft, opened: staged.draft, editing: id } } : list;
}

export const changeOpen = (list: ChargeList, draft: ChargeDraft): ChargeList =>
  list.open ? { ...list, open: { ...list.open, draft } } : list;

/** Closes the form: a new charge is dropped, an edited one stays as it was staged. */
export const cancelOpen = (list: ChargeList): ChargeList => ({ ...list, open: null });

/** Folds the open form into a staged charge: a new one goes last, an edited one keeps its place. */
export function stageOpen(list: ChargeList): ChargeList {
  const { open, staged } = list;
  if (!open) return list;
  if (open.editing === null) return { staged: [...staged, { id: ++lastId, draft: open.draft }], open: null };
  return {
    staged: staged.map((one) => (one.id === open.editing ? { ...one, draft: open.draft } : one)),
    open: null,
  };
}

/** A copy right after the original. A lookup key belongs to one charge only: the copy has none. */
export function duplicate(list: ChargeList, id: number): ChargeList {
  return {
    ...list,
    staged: list.staged.flatMap((one) =>
      one.id === id ? [one, { id: ++lastId, draft: { ...one.draft, lookup_key: '' } }] : [one],
    ),
  };
}

export const remove = (list: ChargeList, id: number): ChargeList => ({
  open: list.open?.editing === id ? null : list.open,
  staged: list.staged.filter((one) => one.id !== id),
});

/** Moves a staged charge by one place up (-1) or down (1). */
export function move(list: ChargeList, id: number, by: -1 | 1): ChargeList {
  const from = list.staged.findIndex((one) => one.id === id);
  const to = from + by;
  const moved = list.staged[from];
  const other = list.staged[to];
  if (!moved || !other) return list;
  const staged = [...list.staged];
  staged[from] = other;
  staged[to] = moved;
  return { ...list, staged };
}

export const isOpenChanged = ({ open }: ChargeList): boolean => open !== null && open.draft !== open.opened;

/** Whether leaving would lose something. */
export const hasWork = (list: ChargeList): boolean => list.staged.length > 0 || isOpenChanged(list);
