import type { CustomerPlan } from '@shared/entities/customer-plan';
import { expect, test } from 'vitest';
import { changeOfDraft, isProblem, type PlanDraft, planRowKey } from './plan-drafts';
import {
  afterSaving,
  beginSaving,
  canUndo,
  draftsOf,
  noEdits,
  type PlanEdits,
  type SentEdit,
  withoutStep,
  withStep,
} from './plan-edits';

const facts = { plans: [{ id: 'plan_1', name: 'Base Plan', lookup_key: 'base' }], zone: 'UTC' };
const customer = (external_id: string, end_date: string | null = null): CustomerPlan => ({
  customer_id: external_id,
  external_id,
  name: '',
  plan_id: 'plan_1',
  plan_name: 'Base Plan',
  start_date: '2026-01-01T00:00:00.000Z',
  end_date,
  currencies: [],
  last_usage: null,
});
const keyOf = (external_id: string) => planRowKey(customer(external_id));
const [a, b, c, d] = [keyOf('a'), keyOf('b'), keyOf('c'), keyOf('d')];
const ending = (external_id: string, to: string, row = customer(external_id)): PlanDraft => ({
  row,
  cells: { plan: 'Base Plan', from: '2026-01-01', to },
});
/** The edits with more of them, in one step. */
const edited = (edits: PlanEdits, ...drafts: PlanDraft[]) =>
  withStep(edits, new Map([...draftsOf(edits), ...drafts.map((draft) => [planRowKey(draft.row), draft] as const)]));
const begin = (edits: PlanEdits) => {
  const sent = [...draftsOf(edits)].map(([key, draft]): [string, SentEdit] => {
    const change = changeOfDraft(draft, facts.plans, facts.zone);
    if (isProblem(change)) throw new Error(change.message);
    return [key, { draft, change }];
  });
  return beginSaving(edits, new Map(sent));
};
const shown = (edits: PlanEdits) => [...draftsOf(edits).values()].map(({ row, cells }) => [row.external_id, cells.to]);

const two = edited(edited(noEdits, ending('a', '2026-03-31')), ending('b', '2026-03-31'));

test('what was edited while others were saved stays, and can be undone', () => {
  const meanwhile = edited(begin(two), ending('c', '2026-04-30'));
  const after = afterSaving(meanwhile, () => true, facts);
  expect(shown(after)).toEqual([['c', '2026-04-30']]);
  expect(after.saving).toBe(null);
  expect(after.steps).toHaveLength(2);
  expect(shown(withoutStep(after))).toEqual([]);
});

test('what a stopped or refused save did not make stays', () => {
  const meanwhile = edited(begin(two), ending('c', '2026-04-30'));
  expect(shown(afterSaving(meanwhile, (key) => key === a, facts))).toEqual([
    ['b', '2026-03-31'],
    ['c', '2026-04-30'],
  ]);
  const refused = afterSaving(begin(two), () => false, facts);
  expect(refused).toEqual(two);
  expect(afterSaving(begin(two), () => true, facts)).toEqual(noEdits);
});

test('a saved row that was edited again meanwhile, or put back, is an edit of what is stored now', () => {
  const again = edited(begin(two), ending('a', '2026-06-30'), ending('d', '2026-05-31'));
  const putBack = withStep(again, new Map([...draftsOf(again)].filter(([key]) => key !== b)));
  const after = afterSaving(putBack, () => true, facts);
  expect(shown(after)).toEqual([
    ['d', '2026-05-31'],
    ['a', '2026-06-30'],
    ['b', ''],
  ]);
  const ended = '2026-04-01T00:00:00.000Z';
  expect([...draftsOf(after).keys()]).toEqual([d, planRowKey(customer('a', ended)), planRowKey(customer('b', ended))]);
  // The same text again, or what was stored by the plan's name, is none.
  expect(shown(afterSaving(edited(begin(two), ending('a', '2026-03-31')), () => true, facts))).toEqual([]);
});

test('what is on its way is not undone, only what came after it', () => {
  const saving = begin(two);
  expect(canUndo(saving)).toBe(false);
  expect(withoutStep(saving)).toBe(saving);
  const meanwhile = edited(saving, ending('c', '2026-04-30'));
  expect([...draftsOf(meanwhile).keys()]).toEqual([a, b, c]);
  expect(shown(withoutStep(meanwhile))).toEqual(shown(two));
});
