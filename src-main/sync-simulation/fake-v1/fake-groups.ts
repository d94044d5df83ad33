import { answered, type FakeAnswer, refused } from './fake-answer';
import { searchPage } from './fake-search';
import { type FakeState, newRow } from './fake-state';

type Body = Record<string, unknown>;

/** Groups of the public API (wire contract 2): no update, and a taken key is a 500. */
export function createGroup(state: FakeState, body: Body): FakeAnswer {
  const { name, lookup_key, entity_type } = body;
  if (!name || !lookup_key || !entity_type) return refused(400, 'validation_error', 'Request validation failed');
  if (entity_type !== 'price' && entity_type !== 'feature') {
    return refused(400, 'validation_error', `Unsupported entity type: ${String(entity_type)}`);
  }
  if (state.groups.all().some((group) => group.status === 'published' && group.lookup_key === lookup_key)) {
    return refused(500, 'database_error', 'Failed to create group');
  }
  const group = { ...newRow(state, 'group'), name, lookup_key, entity_type };
  state.groups.put(group, state.now());
  return answered(201, shown(group));
}

export const getGroup = (state: FakeState, id: string, asOf: number): FakeAnswer => {
  const group = state.groups.all(asOf).find((one) => one.id === id);
  return group ? answered(200, shown(group)) : refused(404, 'not_found', 'Group not found');
};

/** Only published ones, whatever `status` asks for (wire contract 2.4). */
export function searchGroups(state: FakeState, body: Body, asOf: number): FakeAnswer {
  const live = state.groups.all(asOf).filter(({ status }) => status === 'published');
  const page = searchPage(live, body);
  return answered(200, { ...page, items: page.items.map(shown) });
}

/** Ungroups every member and archives the group (wire contract 2.5). */
export function deleteGroup(state: FakeState, id: string): FakeAnswer {
  const group = state.groups.get(id);
  if (!group) return refused(404, 'not_found', 'Group not found');
  const updated_at = state.instant();
  for (const price of state.prices.all()) {
    if (price.group_id === id) state.prices.put({ ...price, group_id: null, updated_at }, state.now());
  }
  state.groups.put({ ...group, status: 'archived', updated_at }, state.now());
  return { status: 204, body: undefined };
}

const shown = (group: Body) => ({ ...group, entity_ids: null, metadata: null });
