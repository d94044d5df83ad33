import type { Job } from '@shared/entities/job';
import { useRowHeight } from '../../app/ui-store';
import { Chip, type ChipKind } from '../../components/chip';
import { type DataColumn, DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { formatDateTime } from '../../format/date';
import { formatCount } from '../../format/quantity';

const states: Record<Job['state'], { kind: ChipKind; word: string }> = {
  running: { kind: 'info', word: 'Running' },
  done: { kind: 'ok', word: 'Done' },
  failed: { kind: 'danger', word: 'Failed' },
  cancelled: { kind: 'pending', word: 'Stopped' },
};

const columns: DataColumn<Job>[] = [
  {
    id: 'title',
    header: 'File',
    width: 'minmax(14rem, 2fr)',
    cell: (job) => <span title={job.title}>{job.title}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    cell: (job) => <Chip kind={states[job.state].kind}>{states[job.state].word}</Chip>,
  },
  {
    id: 'accepted',
    header: 'Accepted',
    width: '8rem',
    align: 'end',
    cell: (job) => formatCount(job.import?.rows_accepted ?? 0),
  },
  {
    id: 'failed',
    header: 'Rejected',
    width: '8rem',
    align: 'end',
    cell: (job) => formatCount(job.import?.rows_failed ?? 0),
  },
  { id: 'started', header: 'Started', width: 'minmax(14.5rem, 1fr)', cell: (job) => formatDateTime(job.started_at) },
];

const mostRows = 8;

/** The imports since Pricebook was started, newest first. */
export function ImportHistory({ jobs, onOpen }: { jobs: readonly Job[]; onOpen(job: Job): void }) {
  const rowHeight = useRowHeight();
  if (jobs.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-16 font-semibold">Imports since the start</h2>
      <div className="flex flex-col" style={{ height: Math.min(jobs.length, mostRows) * rowHeight + 40 }}>
        <DataTable
          label="Imports since the start"
          rows={rowsOf(jobs)}
          columns={columns}
          rowKey={(job) => job.id}
          rowText={(job) => job.title}
          onOpen={onOpen}
          empty={null}
        />
      </div>
    </section>
  );
}
