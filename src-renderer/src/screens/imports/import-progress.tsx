import type { Job } from '@shared/entities/job';
import { Button } from '../../components/button';
import { ProgressBar } from '../../components/progress-bar';
import { toastFailure } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { percentOf } from '../../format/percent';
import { formatCount } from '../../format/quantity';
import { ImportCounts } from './import-counts';
import { rowsPerSecond } from './import-facts';

/** A running import: how far it is, how fast, and a way to stop it. */
export function ImportProgress({ job }: { job: Job }) {
  const cancel = useApiMutation('job.cancel');
  const percent = percentOf(job.done, job.total);
  const speed = rowsPerSecond(job, Date.now());
  return (
    <section className="flex flex-col gap-4 rounded-control border border-line p-5">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="mr-auto min-w-0 text-16 font-semibold break-words">Importing {job.title}</h2>
        <Button onPress={() => cancel.mutate({ id: job.id }, { onError: toastFailure })} isPending={cancel.isPending}>
          Cancel
        </Button>
      </div>
      <ProgressBar label={`Importing ${job.title}`} percent={percent} />
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
