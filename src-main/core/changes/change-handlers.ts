import type { HandlersOf } from '../handler';
import { listChanges } from './list-changes';
import { listHistory } from './list-history';

export const changeHandlers: HandlersOf<'change'> = {
  'change.list': async (input, { deps, context }) => listChanges(deps.store.sqlite, context.environment_id, input),
  'change.history': async (input, { deps, context }) => listHistory(deps.store, context.environment_id, input),
};
