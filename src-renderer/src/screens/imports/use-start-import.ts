import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toastFailure } from '../../components/toast';
import { door } from '../../door/door';
import { noteJob } from '../../door/jobs';
import { useApiMutation } from '../../door/use-api';

const fileTypes = [{ name: 'Usage files', extensions: ['csv', 'tsv', 'txt', 'jsonl', 'ndjson', 'json'] }];

/** Asks for a usage file, starts its import and shows it. */
export function useStartImport() {
  const navigate = useNavigate();
  const start = useApiMutation('event.import');
  const [isPicking, setPicking] = useState(false);

  async function pickAndStart() {
    const file = await door.pickFile('Choose a usage file', fileTypes);
    if (!file) return;
    const job = await start.mutateAsync({ file_token: file.token });
    // The job's first event may come after the page that shows it.
    noteJob(job);
    await navigate({ to: '/imports', search: { job: job.id } as never });
  }

  return {
    isStarting: isPicking,
    start() {
      setPicking(true);
      pickAndStart()
        .catch(toastFailure)
        .finally(() => setPicking(false));
    },
  };
}
