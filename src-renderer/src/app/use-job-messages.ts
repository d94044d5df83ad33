import type { Job } from '@shared/entities/job';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { toastDone, toastFailure } from '../components/toast';
import { isWatched, useJobs } from '../door/jobs';
import { customerFileText } from '../screens/customers/customer-file-text';

/** Says that a long task ended, wherever the person is by then; not on the page that shows it anyway. */
export function useJobMessages() {
  const jobs = useJobs();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const states = useRef(new Map<string, Job['state']>());
  useEffect(() => {
    for (const job of jobs) {
      const before = states.current.get(job.id);
      states.current.set(job.id, job.state);
      if (before !== 'running' || isWatched(job.id)) continue;
      const isUsage = job.kind === 'event_import' && path !== '/imports';
      if (!isUsage && job.kind !== 'customer_import') continue;
      if (job.state === 'failed') toastFailure(new Error(job.message ?? `${job.title} failed.`));
      if (job.state === 'done' && isUsage) {
        toastDone(`${job.title}: finished`, { label: 'Show', onAction: () => void navigate({ to: '/imports' }) });
      }
      if (job.kind !== 'customer_import') continue;
      if (job.state === 'done' && job.customer_file) toastDone(`${job.title}: ${customerFileText(job.customer_file)}`);
      if (job.state === 'cancelled') toastDone(`${job.title}: ${job.message}`);
    }
  }, [jobs, path, navigate]);
}
