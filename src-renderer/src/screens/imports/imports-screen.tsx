import { FileUp } from 'lucide-react';
import { usePage } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { Button } from '../../components/button';
import { Page, PageHeader } from '../../components/page-header';
import { ProgressBar } from '../../components/progress-bar';
import { useEnvironment } from '../../door/environment';
import { useJobs } from '../../door/jobs';
import { useUpload } from '../../door/upload-store';
import { DropArea } from './drop-area';
import { FileFormat } from './file-format';
import { ImportHistory } from './import-history';
import { ImportProgress } from './import-progress';
import { ImportResult } from './import-result';
import { useStartImport } from './use-start-import';

/** Usage files: choose one, follow its import, see what became of it and make it count. */
export function ImportsScreen() {
  const environment = useEnvironment();
  const [{ job: jobId }, setView] = useSearchState({ job: '' });
  const jobs = useJobs().filter((job) => job.kind === 'event_import' && job.environment_id === environment.id);
  const job = jobs.find((one) => one.id === jobId);
  usePage(job ? job.title : 'Imports', [
    { label: 'Work' },
    { label: 'Imports', to: '/imports' },
    ...(job ? [{ label: job.title }] : []),
  ]);
  const { start, drop, isStarting } = useStartImport();
  const importButton = (
    <Button kind="primary" icon={<FileUp aria-hidden size={16} />} onPress={start} isPending={isStarting}>
      Import a usage file
    </Button>
  );

  if (job) {
    return (
      <Page>
        <PageHeader title={job.title} actions={job.state === 'running' ? null : importButton} />
        {job.state === 'running' ? <ImportProgress job={job} /> : <ImportResult key={job.id} job={job} />}
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader title="Imports" />
      <UploadProgress />
      <DropArea onDrop={drop}>
        <FileUp aria-hidden size={28} className="text-muted" />
        <p className="max-w-120 text-14 text-secondary">
          Choose or drop a CSV or JSON file of usage events. It is read on this computer; rows with mistakes are listed
          and left out, and a file that is something else changes nothing.
        </p>
        {importButton}
      </DropArea>
      <ImportHistory jobs={jobs} onOpen={(one) => setView({ job: one.id })} />
      <FileFormat />
    </Page>
  );
}

/** The file on its way to the store, where the page and the store are two processes. */
function UploadProgress() {
  const upload = useUpload((state) => state.upload);
  if (!upload) return null;
  const percent = upload.size > 0 ? Math.floor((upload.sent / upload.size) * 100) : 100;
  return (
    <ProgressBar label={`Reading ${upload.name}`} percent={percent}>
      <span className="text-14 text-secondary">
        Reading {upload.name}, {percent} %
      </span>
    </ProgressBar>
  );
}
