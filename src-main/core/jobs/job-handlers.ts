import type { HandlersOf } from '../handler';
import { cancelJob, getJob, listJobs } from './jobs';

export const jobHandlers: HandlersOf<'job'> = {
  'job.list': async (_input, { deps, context }) => ({ items: listJobs(deps, context.environment_id) }),
  'job.get': async ({ id }, { deps, context }) => getJob(deps, context.environment_id, id),
  'job.cancel': async ({ id }, { deps, context }) => cancelJob(deps, context.environment_id, id),
};
