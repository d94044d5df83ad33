import type { Job } from '@shared/entities/job';
import { AppError } from '@shared/errors';
import type { Call, Deps } from '../../deps';
import { listJobs, type RunningJob, startJob } from '../../jobs/jobs';
import type { ConnectionRow } from '../connections/active-connection';
import { type RemoteApi, type RemoteReply, remoteApi } from '../remote/remote-api';
import { usableServer } from './usable-server';

/** Ends a job early with a sentence for the person. */
export class JobStop extends Error {}

export interface ServerJob {
  job: RunningJob;
  connection: ConnectionRow;
  api: RemoteApi;
}

/**
 * Starts a job that talks to the connected server and answers it at once; one of its kind at a time per environment. Its
 * requests end when the person cancels it.
 */
export async function startServerJob(
  call: Call,
  what: Pick<Job, 'kind' | 'title' | 'unit'>,
  work: (running: ServerJob) => Promise<Partial<Job>>,
): Promise<Job> {
  const { deps, context } = call;
  const connection = usableServer(call);
  const { environment_id } = context;
  if (listJobs(deps, environment_id).some(({ kind, state }) => kind === what.kind && state === 'running')) {
    throw new AppError('invalid_operation', 'This is under way already');
  }
  const api_key = await deps.secrets.get(connection.id);
  if (!api_key) throw new AppError('permission_denied', 'The API key is not on this machine. Please enter it again.');
  const job = startJob(deps, { ...what, environment_id, total: null, import: null });
  const api = remoteApi({ base_url: connection.base_url, api_key, fetch: deps.fetch, signal: job.signal });
  // Not awaited: the call is answered at once and the job goes on.
  void finishServerJob(deps, job, work({ job, connection, api }));
  return job.snapshot();
}

async function finishServerJob(deps: Deps, job: RunningJob, work: Promise<Partial<Job>>): Promise<void> {
  try {
    const fields = await work;
    job.finish(job.isCancelled() ? 'cancelled' : 'done', job.isCancelled() ? {} : fields);
  } catch (error) {
    if (!deps.store.sqlite.open) return;
    // What broke off was broken off by the person.
    if (job.isCancelled()) {
      job.finish('cancelled', {});
      return;
    }
    const isSaid = error instanceof JobStop || error instanceof AppError;
    if (!isSaid) deps.log('error', `${job.snapshot().kind} broke`, { error: String((error as Error)?.stack ?? error) });
    job.finish('failed', {
      message: isSaid ? (error as Error).message : 'Something unforeseen happened; the log tells more.',
    });
  }
}

/** The sentence of an answer that is none. */
export const troubleText = (reply: Exclude<RemoteReply, { kind: 'ok' }>): string =>
  reply.kind === 'refused' ? reply.error.message : reply.message;
