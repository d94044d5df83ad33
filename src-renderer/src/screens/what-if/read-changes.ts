import type { WhatIfChangeInput } from '@shared/entities/what-if';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The changes an address names; whatever does not look like one (an edited link) is left out. */
export const readChanges = (list: readonly unknown[]): WhatIfChangeInput[] => list.filter(isChange);

function isChange(value: unknown): value is WhatIfChangeInput {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const change = value as Record<string, unknown>;
  if (change.kind === 'swap_plan') return isText(change.from_plan_id) && isText(change.to_plan_id);
  if (change.kind === 'everyone_on_plan') return isText(change.plan_id);
  if (change.kind === 'draft_price') {
    const price = change.price as Record<string, unknown> | null;
    return typeof price === 'object' && price !== null && isText(price.entity_id) && isText(price.currency);
  }
  if (change.kind !== 'edit_price' || typeof change.update !== 'object' || change.update === null) return false;
  return isText((change.update as Record<string, unknown>).id);
}
