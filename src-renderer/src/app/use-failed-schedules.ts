import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { toastProblem } from '../components/toast';
import { useEnvironment } from '../door/environment';
import { useApiQuery } from '../door/use-api';
import { recall, remember } from '../preferences/memory';
import { failedSchedules } from './failed-schedules';

/** Says once, wherever the person is, that a scheduled report failed; also one that was due while nobody was there. */
export function useFailedSchedules() {
  const { id } = useEnvironment();
  const navigate = useNavigate();
  const { data } = useApiQuery('savedReport.list', {}, { keepPrevious: false });
  useEffect(() => {
    const key = `pricebook.reports-told.${id}`;
    for (const { finished_at, text } of failedSchedules(data?.items ?? [], recall(key) ?? '')) {
      remember(key, finished_at);
      toastProblem(text, { label: 'Show', onAction: () => void navigate({ to: '/reports' }) });
    }
  }, [data, id, navigate]);
}
