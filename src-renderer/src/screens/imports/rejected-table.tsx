import type { Job } from '@shared/entities/job';
import type { RowError } from '@shared/entities/row-error';
import { Copy, Download } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useRowHeight } from '../../app/ui-store';
import { Button } from '../../components/button';
import { type DataColumn, DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { toastDone, toastFailure } from '../../components/toast';
import { door } from '../../door/door';
import { formatCount } from '../../format/quantity';
import { otherRowsText } from './import-facts';
import { rejectedLines, rejectedRowsFile, rejectedRowsList } from './rejected-rows';

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

interface Props {
  title: string;
  level: 2 | 3;
  errors: readonly RowError[];
  /** The first line of their file; null of a JSON file. */
  header: readonly string[] | null;
  /** Without its ending. */
  fileName: string;
  /** So many rows are seen at once. */
  mostShown: number;
  /** What can be done about them. */
  children: ReactNode;
}

/** Rows of a file that were refused: where, what and why; to copy as a list, or to save as they are, to be corrected. */
export function RejectedRows({ title, level, errors, header, fileName, mostShown, children }: Props) {
  const rowHeight = useRowHeight();
  const rows = useMemo(() => rowsOf([...errors]), [errors]);
  const Heading = `h${level}` as const;
  const copy = async () => {
    await navigator.clipboard.writeText(rejectedRowsList(errors));
    toastDone('Copied the rejected rows');
  };
  const save = async () => {
    const saved = header
      ? await door.saveFile(`${fileName}.csv`, rejectedRowsFile(header, errors))
      : await door.saveFile(`${fileName}.jsonl`, rejectedLines(errors));
    if (saved) toastDone(`Saved ${saved.path ?? saved.name}`);
  };
  return (
    <section className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Heading className={`mr-auto ${level === 2 ? 'text-16' : 'text-14'} font-semibold`}>{title}</Heading>
        <Button icon={<Copy aria-hidden size={16} />} onPress={() => void copy().catch(toastFailure)}>
          Copy list
        </Button>
        <Button icon={<Download aria-hidden size={16} />} onPress={() => void save().catch(toastFailure)}>
          Save rows
        </Button>
      </div>
      <p className="text-14 text-secondary">{children}</p>
      <div className="flex flex-col" style={{ height: Math.min(errors.length, mostShown) * rowHeight + 40 }}>
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

/** The rows of a usage file that were refused. */
export function RejectedTable({ job }: { job: Job }) {
  const errors = job.import?.errors ?? [];
  if (errors.length === 0) return null;
  return (
    <RejectedRows
      title="Rejected rows"
      level={2}
      errors={errors}
      header={job.import?.header ?? null}
      fileName="rejected-rows"
      mostShown={8}
    >
      {otherRowsText(job)} Correct them in the file and import it again: what is stored already is not stored twice when
      rows carry an event_id. Or save them as a file of their own, correct that and import it.
    </RejectedRows>
  );
}
