import { answered, type FakeAnswer, refused } from './fake-answer';
import type { FakeRow } from './fake-rows';
import { searchPage } from './fake-search';
import { type FakeState, newRow } from './fake-state';

type Body = Record<string, unknown>;

const takes = (state: FakeState, lookup_key: unknown, exceptId = '') =>
  Boolean(lookup_key) &&
  state.plans
    .all()
    .some((plan) => plan.status === 'published' && plan.lookup_key === lookup_key && plan.id !== exceptId);

/** Plans of the public API (wire contract 4). */
export function createPlan(state: FakeState, body: Body): FakeAnswer {
  if (!body.name) return refused(400, 'validation_error', 'Request validation failed');
  if (takes(state, body.lookup_key)) return refused(409, 'already_exists', 'Plan with this name already exists');
  const { name, lookup_key = '', description = '', display_order = 0, metadata = {} } = body;
  const plan = { ...newRow(state, 'plan'), name, lookup_key, description, display_order, metadata };
  state.plans.put(plan, state.now());
  return answered(201, plan);
}

export function getPlan(state: FakeState, id: string, asOf: number): FakeAnswer {
  const plan = state.plans.all(asOf).find((one) => one.id === id);
  return plan ? answered(200, plan) : refused(404, 'not_found', `Plan with ID ${id} was not found`);
}

export function searchPlans(state: FakeState, body: Body, asOf: number): FakeAnswer {
  const wanted = body.status ?? 'published';
  return answered(
    200,
    searchPage(
      state.plans.all(asOf).filter(({ status }) => status === wanted),
      body,
    ),
  );
}

/** Absent or null keeps; an empty text empties, but not the name (wire contract 4.3). */
export function updatePlan(state: FakeState, id: string, body: Body): FakeAnswer {
  const plan = state.plans.get(id);
  if (!plan) return refused(404, 'not_found', `Plan with ID ${id} was not found`);
  if (body.name === '') return refused(500, 'database_error', 'Failed to update plan');
  if (takes(state, body.lookup_key, id)) return refused(409, 'already_exists', 'Plan with this name already exists');
  const after: FakeRow = { ...plan, updated_at: state.instant() };
  for (const field of ['name', 'lookup_key', 'description', 'display_order', 'metadata']) {
    if (body[field] !== undefined && body[field] !== null) after[field] = body[field];
  }
  state.plans.put(after, state.now());
  return answered(200, after);
}

export function deletePlan(state: FakeState, id: string): FakeAnswer {
  const plan = state.plans.get(id);
  if (!plan) return refused(404, 'not_found', `Plan with ID ${id} was not found`);
  state.plans.put({ ...plan, status: 'archived', updated_at: state.instant() }, state.now());
  return answered(200, { message: 'price deleted successfully' });
}
