import type { PickedFile } from '@shared/door';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toastFailure } from '../../components/toast';
import { door } from '../../door/door';
import { noteJob } from '../../door/jobs';
import { useApiMutation } from '../../door/use-api';

const fileTypes = [{ name: 'Usage files', extensions: ['csv', 'tsv', 'txt', 'jsonl', 'ndjson', 'json'] }];

async function takeDropped(file: File): Promise<PickedFile> {
  const taken = await door.takeDropped(file);
  if (!taken)
    throw new Error(`“${file.name}” is not a file on this computer. Save it to a folder first, then drop it here.`);
  return taken;
}

/** Takes a usage file, starts its import and shows it. */
export function useStartImport() {
  const navigate = useNavigate();
  const start = useApiMutation('event.import');
  const [isStarting, setStarting] = useState(false);

  async function importFile(taken: Promise<PickedFile | null>) {
    const file = await taken;
    if (!file) return;
    const job = await start.mutateAsync({ file_token: file.token });
    // The job's first event may come after the page that shows it.
    noteJob(job);
    await navigate({ to: '/imports', search: { job: job.id } as never });
  }
  function run(taken: Promise<PickedFile | null>) {
    setStarting(true);
    importFile(taken)
      .catch(toastFailure)
      .finally(() => setStarting(false));
  }

  return {
    isStarting,
    /** Asks for the file. */
    start: () => run(door.pickFile('Choose a usage file', fileTypes)),
    /** Imports a file dropped on the page. */
    drop: (file: File) => run(takeDropped(file)),
  };
}
