import { useState } from 'react';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { Notice } from '../../components/form';
import { JobProgress } from '../../components/job-progress';
import { toastFailure } from '../../components/toast';
import { useEnvironment } from '../../door/environment';
import { noteJob, useJobs } from '../../door/jobs';
import { useApiMutation } from '../../door/use-api';
import { checkResult } from './usage-check-result';
import { UsageDifferences } from './usage-differences';

/** Recounts all usage on demand, says what it found, and rebuilds what differs. */
export function UsageCheckPanel() {
  const environment = useEnvironment();
  const verify = useApiMutation('usage.verify');
  const rebuild = useApiMutation('usage.rebuild');
  const [isAsking, setAsking] = useState(false);
  const [job] = useJobs().filter(
    ({ kind, environment_id }) =>
      environment_id === environment.id && (kind === 'usage_check' || kind === 'rollup_rebuild'),
  );
  const isRunning = job?.state === 'running';
  const found = job ? checkResult(job) : null;
  const differences = job?.usage_check?.differences ?? [];
  return (
    <section aria-labelledby="usage-check" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id="usage-check" className="text-16 font-semibold">
            Check usage
          </h2>
          <p className="text-14 text-secondary">
            Counts every event of {environment.name} that a feature measures again and compares the result with what
            reports are made from. Nothing is changed, and you can go on working.
          </p>
        </div>
        <Button
          kind="primary"
          isDisabled={isRunning}
          isPending={verify.isPending}
          onPress={() => verify.mutate({}, { onSuccess: noteJob, onError: toastFailure })}
        >
          Check usage
        </Button>
      </div>
      <div role="status" className="flex flex-col gap-3">
        {isRunning && <JobProgress job={job} label={job.title} />}
        {found && <Notice kind={found.kind}>{found.text}</Notice>}
      </div>
      {differences.length > 0 && (
        <>
          <UsageDifferences differences={differences} />
          <div>
            <Button onPress={() => setAsking(true)}>Rebuild…</Button>
          </div>
        </>
      )}
      {isAsking && (
        <ConfirmDialog
          title="Rebuild usage?"
          confirmLabel="Rebuild"
          isPending={rebuild.isPending}
          error={rebuild.error}
          onConfirm={() =>
            rebuild.mutate(
              {},
              {
                onSuccess: (started) => {
                  noteJob(started);
                  setAsking(false);
                },
              },
            )
          }
          onClose={() => setAsking(false)}
        >
          All that reports are made from is counted anew from the raw events of {environment.name}. No event, price or
          customer is changed.
        </ConfirmDialog>
      )}
    </section>
  );
}
