import type { Job } from '@shared/entities/job';
import { useEffect } from 'react';
import { create } from 'zustand';
import { api } from './api';

/** Long tasks by id: what `job.list` knew at the start, kept current by events. */
const useJobStore = create<{ jobs: Record<string, Job> }>(() => ({ jobs: {} }));

export function noteJob(job: Job) {
  useJobStore.setState((state) => {
    const known = state.jobs[job.id];
    // The answer that started a short job may come after the event that ended it.
    if (known && known.state !== 'running' && job.state === 'running') return state;
    return { jobs: { ...state.jobs, [job.id]: job } };
  });
}

/** Asks for all jobs again: at the start and after a lost connection. */
export async function reloadJobs() {
  const { items } = await api('job.list', {});
  useJobStore.setState({ jobs: Object.fromEntries(items.map((job) => [job.id, job])) });
}

/** All long tasks of every environment, newest first. */
export function useJobs(): Job[] {
  const jobs = useJobStore((state) => state.jobs);
  return Object.values(jobs).sort((a, b) => b.started_at.localeCompare(a.started_at));
}

const watched = new Set<string>();

/** Whether what becomes of a task is on the screen, so that nobody needs to be told of it. */
export const isWatched = (id: string): boolean => watched.has(id);

/** A task while it is on the screen; null while nothing is known of it. */
export function useWatchedJob(id: string | null): Job | null {
  useEffect(() => {
    if (id === null) return;
    watched.add(id);
    return () => void watched.delete(id);
  }, [id]);
  return useJobStore((state) => (id === null ? null : (state.jobs[id] ?? null)));
}
