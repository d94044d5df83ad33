import type { PickedFile } from '@shared/door';
import type { CustomerFile } from '@shared/entities/customer-file';
import type { Job } from '@shared/entities/job';
import { Download, FileUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button';
import { Checkbox } from '../../components/checkbox';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { JobProgress } from '../../components/job-progress';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { door } from '../../door/door';
import { noteJob, useWatchedJob } from '../../door/jobs';
import { countText, formatCount } from '../../format/quantity';
import { RejectedRows } from '../imports/rejected-table';
import { customerFileText } from './customer-file-text';
import { tellCustomerJob } from './tell-customer-job';

const fileTypes = [{ name: 'Customer files', extensions: ['csv', 'tsv', 'txt'] }];

const example = `external_id,name,email,address_country,metadata.segment,plan,start_date,end_date
acme,Acme GmbH,billing@acme.example,DE,enterprise,base,2026-01-01,
globex,Globex Inc.,,US,,base,2026-01-01,2026-06-30
globex,Globex Inc.,,US,,pro,2026-07-01,
initech,Initech,,,,,,
`;

/** Customers and their plans from a CSV file of any size: chosen, told what it would do, then done. Mount it while open. */
export function ImportCustomersDialog({ onClose }: { onClose(): void }) {
  const [file, setFile] = useState<PickedFile | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const [isPartial, setPartial] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const job = useWatchedJob(jobId);
  const follow = (started: Job) => {
    noteJob(started);
    setJobId(started.id);
  };
  const choose = async () => {
    const picked = await door.pickFile('Choose a file of customers', fileTypes);
    if (!picked) return;
    setFailure(null);
    setPartial(false);
    setFile(picked);
    follow(await api('customerPlan.checkFile', { file_token: picked.token }));
  };
  const start = () => void choose().catch(setFailure);
  const load = () => {
    if (!file) return;
    setFailure(null);
    api('customerPlan.importFile', { file_token: file.token, only_valid_rows: isPartial }).then(follow, setFailure);
  };
  useEffect(() => {
    if (job?.kind !== 'customer_import' || job.state !== 'done' || !job.customer_file) return;
    tellCustomerJob(job);
    onClose();
  }, [job, onClose]);

  const isRunning = job?.state === 'running';
  const preview = job?.kind === 'customer_check' && job.state === 'done' ? (job.customer_file ?? null) : null;
  const valid = preview ? preview.rows - preview.rows_failed : 0;
  const hasWrong = preview !== null && preview.rows_failed > 0;
  // A file with wrong rows changes nothing unless somebody says so.
  const canLoad = valid > 0 && (!hasWrong || isPartial);

  return (
    <Dialog
      title="Import customers"
      description="A CSV file of customers, with the plans they are on. The same file again changes nothing."
      size="large"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{isRunning ? 'Close' : 'Cancel'}</Button>
          {preview && (
            <Button icon={<FileUp aria-hidden size={16} />} onPress={start}>
              Choose another file
            </Button>
          )}
          {preview ? (
            <Button kind="primary" onPress={load} isDisabled={!canLoad}>
              {`Import ${countText(valid, 'row', 'rows')}`}
            </Button>
          ) : (
            <Button kind="primary" icon={<FileUp aria-hidden size={16} />} onPress={start} isDisabled={isRunning}>
              Choose a file
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice kind="danger">{failure.message}</Notice>}
        {job?.state === 'failed' && <Notice kind="danger">{job.message}</Notice>}
        {job?.state === 'cancelled' && <Notice kind="pending">{job.message}</Notice>}
        {isRunning && (
          <JobProgress
            job={job}
            label={job.kind === 'customer_check' ? `Checking ${job.title}` : `Importing ${job.title}`}
          />
        )}
        {isRunning && job.kind === 'customer_import' && (
          <p className="text-13 text-muted">
            You can close this and go on working. Cancel keeps what is imported already, which can be undone; the same
            file can be imported again.
          </p>
        )}
        {preview && <FilePreview name={job?.title ?? ''} preview={preview} />}
        {job?.state === 'failed' && job.customer_file && <WrongRows file={job.customer_file} />}
        {!preview && !isRunning && !job?.customer_file && <FileColumns />}
        {hasWrong && valid > 0 && (
          <Checkbox isSelected={isPartial} onChange={setPartial}>
            Import the other {valid === 1 ? 'row' : `${formatCount(valid)} rows`} without them
          </Checkbox>
        )}
      </div>
    </Dialog>
  );
}

function FilePreview({ name, preview }: { name: string; preview: CustomerFile }) {
  return (
    <>
      <p role="status" className="text-14 break-words">
        <strong className="font-semibold">{name}</strong>, {countText(preview.rows, 'row', 'rows')}:{' '}
        {customerFileText(preview)}.
      </p>
      {preview.ignored_columns.length > 0 && (
        <Notice kind="info">
          Left aside, as these columns mean nothing here: {preview.ignored_columns.join(', ')}
        </Notice>
      )}
      {preview.rows_failed > 0 && <WrongRows file={preview} />}
    </>
  );
}

function WrongRows({ file }: { file: CustomerFile }) {
  const told = file.problems.length;
  return (
    <RejectedRows
      title={`${countText(file.rows_failed, 'row is wrong', 'rows are wrong')}, so nothing is imported`}
      level={3}
      errors={file.problems}
      header={file.header}
      fileName="wrong-customers"
      mostShown={6}
    >
      {told < file.rows_failed && `The first ${formatCount(told)} of them. `}
      Correct them in the file, or save them as a file of their own with what is wrong beside each, and import that
      after the others.
    </RejectedRows>
  );
}

const meanings = [
  ['external_id', 'Needed. Your own id of the customer. A known one is updated, a new one created.'],
  ['name, email, contact, address_line1 … address_country, timezone, metadata.<key>', 'What is empty stays as it is.'],
  ['plan', 'The lookup key, name or id of the plan. Several rows of one customer are several plans.'],
  [
    'start_date',
    'The first day on the plan, such as 2026-01-31. Needed with a plan. Prices that have ended by now are not taken over.',
  ],
  ['end_date', 'The last day on the plan; empty when it runs on.'],
] as const;

async function saveExample() {
  const saved = await door.saveFile('customers-example.csv', example);
  if (saved) toastDone(`Saved ${saved.path ?? saved.name}`);
}

function FileColumns() {
  return (
    <section className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto text-14 font-semibold">Columns, in any order</h3>
        <Button icon={<Download aria-hidden size={16} />} onPress={() => void saveExample().catch(toastFailure)}>
          Save an example
        </Button>
      </div>
      <dl className="flex flex-col gap-2 text-14">
        {meanings.map(([name, meaning]) => (
          <div key={name}>
            <dt className="font-mono text-13 break-words">{name}</dt>
            <dd className="text-secondary">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
