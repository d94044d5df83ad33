import type { Job } from '@shared/entities/job';
import { CircleCheck } from 'lucide-react';
import { Notice } from '../../components/form';
import { useEnvironment } from '../../door/environment';
import { formatDate } from '../../format/date';
import { countText, formatCount } from '../../format/quantity';
import { FileFormat } from './file-format';
import { ImportCounts } from './import-counts';
import { durationText, isAllRejected, outcomeText, rowsPerSecond } from './import-facts';
import { MakeItCount } from './make-it-count';
import { RejectedTable } from './rejected-table';

/** How an import ended: what is stored, what was refused, and what is left to do before it counts. */
export function ImportResult({ job }: { job: Job }) {
  const isStored = (job.import?.rows_accepted ?? 0) + (job.import?.rows_known ?? 0) > 0;
  return (
    <div className="flex flex-col gap-5">
      <Outcome job={job} />
      {(job.import?.rows_read ?? 0) > 0 && <ImportCounts job={job} />}
      <Span job={job} />
      <RejectedTable job={job} />
      {isStored ? <MakeItCount job={job} /> : <FileFormat />}
    </div>
  );
}

function Outcome({ job }: { job: Job }) {
  if (job.state === 'failed') {
    return <Notice kind="danger">{job.message ?? 'The import failed. Nothing was changed.'}</Notice>;
  }
  if (job.state === 'cancelled') return <Notice kind="pending">{job.message ?? 'Stopped.'}</Notice>;
  const speed = rowsPerSecond(job, 0);
  const text = `${outcomeText(job)} in ${durationText(job)}${speed === null ? '' : `, ${formatCount(speed)} rows per second`}.`;
  if (job.import && isAllRejected(job.import)) return <Notice kind="danger">{text}</Notice>;
  return (
    <p role="status" className="flex items-start gap-2 text-14">
      <CircleCheck aria-hidden size={18} className="mt-px shrink-0 text-ok" />
      <span>{text}</span>
    </p>
  );
}

/** Whose usage it is and of which days. */
function Span({ job }: { job: Job }) {
  const { timezone: zone } = useEnvironment();
  const facts = job.import;
  if (!facts?.first_timestamp || !facts.last_timestamp) return null;
  const customers = facts.external_customer_ids_count;
  const names = facts.event_names.length;
  const first = formatDate(facts.first_timestamp, { zone });
  const last = formatDate(facts.last_timestamp, { zone });
  return (
    <p className="text-14 text-secondary">
      Usage of {countText(customers, 'customer', 'customers')}{' '}
      {first === last ? `on ${first}` : `from ${first} to ${last}`}, {countText(names, 'event name', 'event names')}.
    </p>
  );
}
