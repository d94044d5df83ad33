import type { HandlersOf } from '../handler';
import { listChanges } from './list-changes';

export const changeHandlers: HandlersOf<'change'> = {
  'change.list': async (input, { deps, context }) => listChanges(deps.store.sqlite, context.environment_id, input),
};
