import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { cloneFeature } from './clone-feature';
import { createFeature } from './create-feature';
import { featureOf, loadFeature } from './feature-row';
import { searchFeatures } from './search-features';
import { archiveFeature, updateFeature } from './update-feature';

export const featureHandlers: HandlersOf<'feature'> = {
  'feature.create': (input, { deps, context }) =>
    write(deps, context, async (tx) => featureOf(tx.db, await createFeature(tx, input))),
  'feature.get': async ({ id }, { deps, context }) => {
    const { db } = deps.store;
    return featureOf(db, await loadFeature(db, context.environment_id, id));
  },
  'feature.search': (input, { deps, context }) => searchFeatures(deps.store.db, context.environment_id, input),
  'feature.update': (input, { deps, context }) =>
    write(deps, context, async (tx) => featureOf(tx.db, await updateFeature(tx, input))),
  'feature.archive': ({ id }, { deps, context }) =>
    write(deps, context, async (tx) => featureOf(tx.db, await archiveFeature(tx, id))),
  'feature.clone': (input, { deps, context }) =>
    write(deps, context, async (tx) => featureOf(tx.db, await cloneFeature(tx, input))),
};
