import type { Job } from '@shared/entities/job';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { toastDone, toastFailure } from '../components/toast';
import { isWatched, useJobs } from '../door/jobs';
import { isCustomerJob } from '../screens/customers/customer-job-text';
import { tellCustomerJob } from '../screens/customers/tell-customer-job';

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
      if (isCustomerJob(job) && job.state !== 'running') tellCustomerJob(job);
      if (job.kind !== 'event_import' || path === '/imports') continue;
      if (job.state === 'failed') toastFailure(new Error(job.message ?? `${job.title} failed.`));
      if (job.state === 'done') {
        toastDone(`${job.title}: finished`, { label: 'Show', onAction: () => void navigate({ to: '/imports' }) });
      }
    }
  }, [jobs, path, navigate]);
}
