import type { Job } from '@shared/entities/job';
import { ProgressBar } from 'react-aria-components';
import { percentOf } from '../../app/work-progress';
import { Button } from '../../components/button';
import { toastFailure } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';

/** A running task: what, how far it is, and a way to stop it. */
export function JobProgress({ job, label }: { job: Job; label: string }) {
  const cancel = useApiMutation('job.cancel');
  const percent = percentOf(job.done, job.total);
  return (
    <div className="flex items-center gap-3">
      <ProgressBar
        aria-label={label}
        value={percent ?? 0}
        isIndeterminate={percent === null}
        className="min-w-24 flex-1"
      >
        <span className="block h-2 overflow-hidden rounded-full bg-neutral-soft">
          <span
            className={`block h-full bg-link ${percent === null ? 'w-full animate-pulse' : ''}`}
            style={percent === null ? undefined : { width: `${percent}%` }}
          />
        </span>
      </ProgressBar>
      <span className="min-w-0 text-14 break-words text-secondary">
        {percent === null ? label : `${label}: ${percent} %`}
      </span>
      <Button onPress={() => cancel.mutate({ id: job.id }, { onError: toastFailure })} isPending={cancel.isPending}>
        Cancel
      </Button>
    </div>
  );
}
