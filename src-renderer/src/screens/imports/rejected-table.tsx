import type { Job, RowError } from '@shared/entities/job';
import { Copy, Download } from 'lucide-react';
import { useMemo } from 'react';
import { useRowHeight } from '../../app/ui-store';
import { Button } from '../../components/button';
import { type DataColumn, DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { toastDone, toastFailure } from '../../components/toast';
import { door } from '../../door/door';
import { formatCount } from '../../format/quantity';
import { rejectedRowsCsv } from './rejected-rows';

const columns: DataColumn<RowError>[] = [
  { id: 'line', header: 'Line', width: '6rem', align: 'end', cell: (error) => formatCount(error.line) },
  { id: 'column', header: 'Column', width: 'minmax(8rem, 0.7fr)', cell: (error) => error.column ?? 'Whole row' },
  {
    id: 'value',
    header: 'Value',
    width: 'minmax(8rem, 1fr)',
    cell: (error) => <span title={error.value ?? ''}>{error.value ?? ''}</span>,
  },
  {
    id: 'message',
    header: 'What is wrong',
    width: 'minmax(16rem, 2fr)',
    cell: (error) => <span title={error.message}>{error.message}</span>,
  },
];

const mostRows = 8;

/** The rows of a file that were refused: where, what and why; to copy or save. */
export function RejectedTable({ job }: { job: Job }) {
  const rowHeight = useRowHeight();
  const errors = job.import?.errors ?? [];
  const rows = useMemo(() => rowsOf(job.import?.errors ?? []), [job.import?.errors]);
  const failed = job.import?.rows_failed ?? 0;
  if (errors.length === 0) return null;

  const copy = async () => {
    await navigator.clipboard.writeText(rejectedRowsCsv(errors));
    toastDone('Copied the rejected rows');
  };
  const save = async () => {
    const saved = await door.saveFile('rejected-rows.csv', rejectedRowsCsv(errors));
    if (saved) toastDone(`Saved ${saved.path ?? saved.name}`);
  };
  return (
    <section className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-16 font-semibold">Rejected rows</h2>
        <Button icon={<Copy aria-hidden size={16} />} onPress={() => void copy().catch(toastFailure)}>
          Copy
        </Button>
        <Button icon={<Download aria-hidden size={16} />} onPress={() => void save().catch(toastFailure)}>
          Save as CSV
        </Button>
      </div>
      <p className="text-14 text-secondary">
        {failed > errors.length
          ? `The first ${formatCount(errors.length)} of ${formatCount(failed)}.`
          : 'All other rows are stored.'}{' '}
        Correct them and import the file again: what is stored already is not stored twice when rows carry an event_id.
      </p>
      <div className="flex flex-col" style={{ height: Math.min(errors.length, mostRows) * rowHeight + 40 }}>
        <DataTable
          label="Rejected rows"
          rows={rows}
          columns={columns}
          rowKey={(error) => `${error.line} ${error.column}`}
          rowText={(error) => `line ${error.line}`}
          empty={null}
        />
      </div>
    </section>
  );
}
