import type { Job } from '@shared/entities/job';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { toastDone, toastFailure } from '../components/toast';
import { useJobs } from '../door/jobs';

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
      if (before !== 'running' || job.kind !== 'event_import' || path === '/imports') continue;
      if (job.state === 'failed') toastFailure(new Error(job.message ?? `${job.title} failed.`));
      if (job.state === 'done') {
        toastDone(`${job.title}: finished`, { label: 'Show', onAction: () => void navigate({ to: '/imports' }) });
      }
    }
  }, [jobs, path, navigate]);
}
