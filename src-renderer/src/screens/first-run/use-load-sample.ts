import { useNavigate } from '@tanstack/react-router';
import { toastDone, toastFailure } from '../../components/toast';
import { useEnvironment } from '../../door/environment';
import { useJobs } from '../../door/jobs';
import { useApiMutation } from '../../door/use-api';
import { formatCount } from '../../format/quantity';

/** Fills the empty environment with the sample catalog and then shows what it earns. */
export function useLoadSample() {
  const navigate = useNavigate();
  const environment = useEnvironment();
  const load = useApiMutation('sample.load');
  const job = useJobs().find(
    (one) => one.kind === 'sample_catalog' && one.state === 'running' && one.environment_id === environment.id,
  );

  async function loadAndShow() {
    const { events, prices } = await load.mutateAsync({});
    toastDone(`The sample is here: ${formatCount(prices)} prices, ${formatCount(events)} events`);
    await navigate({ to: '/analytics' });
  }
  return {
    load: () => void loadAndShow().catch(toastFailure),
    isLoading: load.isPending,
    /** 0 to 100; null while unknown. */
    percent: job?.total ? Math.min(100, Math.floor((job.done / job.total) * 100)) : null,
  };
}
