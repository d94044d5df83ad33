import type { Reply } from '@shared/errors';
import type { Pricebook } from './pricebook';

interface EnvironmentFacts {
  id: string;
  type: string;
  is_empty: boolean;
}

/**
 * Fills the Sandbox of a data folder with the sample catalog when nothing is in it yet (`--sample`). Answers one
 * sentence for the terminal saying what happened.
 */
export async function loadSampleIfEmpty(pricebook: Pricebook): Promise<string> {
  const list = await pricebook.call('environment.list', {}, { environment_id: '' });
  if (!list.ok) return `The sample catalog could not be loaded: ${list.error.message}`;
  const sandbox = environmentsOf(list).find((environment) => environment.type === 'development');
  if (!sandbox) return 'The sample catalog could not be loaded: there is no Sandbox environment.';
  if (!sandbox.is_empty) return 'The Sandbox already has data in it, so the sample catalog was not added.';
  const loaded = await pricebook.call('sample.load', {}, { environment_id: sandbox.id });
  return loaded.ok
    ? 'The sample catalog is loaded in the Sandbox.'
    : `The sample catalog could not be loaded: ${loaded.error.message}`;
}

const environmentsOf = (reply: Extract<Reply, { ok: true }>) => (reply.data as { items: EnvironmentFacts[] }).items;
