import type { Deps } from '../deps';
import type { RunningJob } from '../jobs/jobs';
import type { Store } from '../store/open';
import type { DoneLog } from './done-log';

/** How many jobs can be taken back: logs take room on the disk. */
const mostKept = 5;

interface KeptLog {
  job: RunningJob;
  log: DoneLog;
}

const logsOf = new WeakMap<Store, Map<string, KeptLog>>();

function logs({ store }: Pick<Deps, 'store'>): Map<string, KeptLog> {
  const known = logsOf.get(store) ?? new Map<string, KeptLog>();
  logsOf.set(store, known);
  return known;
}

/** Keeps what a job did, which has ended: it can be taken back from now on, and the oldest of many no longer. */
export function keepLog(deps: Deps, kept: KeptLog): void {
  const { job, log } = kept;
  if (log.count() === 0) {
    log.close();
    return;
  }
  const known = logs(deps);
  known.set(job.id, kept);
  job.amend({ can_undo: true });
  for (const [id, oldest] of known) {
    if (known.size <= mostKept) break;
    known.delete(id);
    oldest.log.close();
    oldest.job.amend({ can_undo: false });
  }
}

/** Hands over what a job of this environment did, once: whoever took it keeps or closes it. Null when there is none. */
export function takeLog(deps: Deps, environment_id: string, job_id: string): KeptLog | null {
  const known = logs(deps);
  const kept = known.get(job_id);
  if (kept?.job.snapshot().environment_id !== environment_id) return null;
  known.delete(job_id);
  kept.job.amend({ can_undo: false });
  return kept;
}
