import { askPricebook } from './ask-pricebook';
import type { Pricebook } from './pricebook';

/**
 * Fills the Sandbox of a data folder with the sample catalog when nothing is in it yet (`--sample`). Answers one
 * sentence for the terminal saying what happened.
 */
export async function loadSampleIfEmpty(pricebook: Pricebook): Promise<string> {
  const list = await askPricebook(pricebook, 'environment.list', {});
  if (!list.ok) return `The sample catalog could not be loaded: ${list.error.message}`;
  const sandbox = list.data.items.find((environment) => environment.type === 'development');
  if (!sandbox) return 'The sample catalog could not be loaded: there is no Sandbox environment.';
  if (!sandbox.is_empty) return 'The Sandbox already has data in it, so the sample catalog was not added.';
  const loaded = await askPricebook(pricebook, 'sample.load', {}, sandbox.id);
  return loaded.ok
    ? 'The sample catalog is loaded in the Sandbox.'
    : `The sample catalog could not be loaded: ${loaded.error.message}`;
}
