import type { Job } from '@shared/entities/job';
import { ProgressBar } from 'react-aria-components';
import { Button } from '../../components/button';
import { toastFailure } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { formatCount } from '../../format/quantity';
import { ImportCounts } from './import-counts';
import { rowsPerSecond } from './import-facts';

/** A running import: how far it is, how fast, and a way to stop it. */
export function ImportProgress({ job }: { job: Job }) {
  const cancel = useApiMutation('job.cancel');
  const percent = job.total ? Math.min(100, Math.floor((job.done / job.total) * 100)) : null;
  const speed = rowsPerSecond(job, Date.now());
  return (
    <section className="flex flex-col gap-4 rounded-control border border-line p-5">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="mr-auto min-w-0 text-16 font-semibold break-words">Importing {job.title}</h2>
        <Button onPress={() => cancel.mutate({ id: job.id }, { onError: toastFailure })} isPending={cancel.isPending}>
          Cancel
        </Button>
      </div>
      <ProgressBar aria-label={`Importing ${job.title}`} value={percent ?? 0} isIndeterminate={percent === null}>
        <span className="block h-2 overflow-hidden rounded-full bg-neutral-soft">
          <span
            className={`block h-full bg-link ${percent === null ? 'w-full animate-pulse' : ''}`}
            style={percent === null ? undefined : { width: `${percent}%` }}
          />
        </span>
      </ProgressBar>
      <p className="text-14 text-secondary">
        {percent !== null && `${percent} %`}
        {speed !== null && `${percent === null ? '' : ' · '}${formatCount(speed)} rows per second`}
      </p>
      <ImportCounts job={job} />
      <p className="text-13 text-muted">
        You can go on working meanwhile. Cancel keeps what is stored already; the same file can be imported again.
      </p>
    </section>
  );
}
