import type { Job } from '@shared/entities/job';
import { useApiMutation } from '../door/use-api';
import { percentOf } from '../format/percent';
import { Button } from './button';
import { ProgressBar } from './progress-bar';
import { toastFailure } from './toast';

/** A running task: what, how far it is, and a way to stop it. */
export function JobProgress({ job, label }: { job: Job; label: string }) {
  const cancel = useApiMutation('job.cancel');
  const percent = percentOf(job.done, job.total);
  return (
    <div className="flex items-center gap-3">
      <ProgressBar label={label} percent={percent} className="min-w-24 flex-1" />
      <span className="min-w-0 text-14 break-words text-secondary">
        {percent === null ? label : `${label}: ${percent} %`}
      </span>
      <Button onPress={() => cancel.mutate({ id: job.id }, { onError: toastFailure })} isPending={cancel.isPending}>
        Cancel
      </Button>
    </div>
  );
}
