import type { ReportRun, SavedReport } from '@shared/entities/saved-report';
import { Chip, type ChipKind } from '../../components/chip';
import { copyText } from '../../components/copy-text';
import type { DataColumn } from '../../components/data-row';
import { DataTable } from '../../components/data-table';
import { Dialog } from '../../components/dialog';
import { FilePath } from '../../components/file-path';
import { Notice } from '../../components/form';
import type { MenuAction } from '../../components/menu';
import { rowsOf } from '../../components/row-source';
import { ErrorState, LoadingState } from '../../components/states';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';
import { formatCount } from '../../format/quantity';
import { placeText } from './report-words';

const states: Record<ReportRun['state'], { kind: ChipKind; word: string }> = {
  done: { kind: 'ok', word: 'Done' },
  failed: { kind: 'danger', word: 'Failed' },
  cancelled: { kind: 'pending', word: 'Stopped' },
};

/** How a run ended. */
export function RunChip({ run }: { run: ReportRun }) {
  return <Chip kind={states[run.state].kind}>{states[run.state].word}</Chip>;
}

/** What a cell may cut, to be read elsewhere. */
const actionsOf = ({ message, path }: ReportRun): MenuAction[] => [
  ...(message === null
    ? []
    : [{ id: 'message', label: 'Copy message', onAction: () => void copyText(message, 'Message') }]),
  ...(path === null ? [] : [{ id: 'path', label: 'Copy path', onAction: () => void copyText(path, 'Path') }]),
];

const columnsOf = (zone: string): readonly DataColumn<ReportRun>[] => [
  { id: 'started', header: 'Started', width: '14.5rem', cell: (run) => formatDateTime(run.started_at, { zone }) },
  { id: 'state', header: 'State', width: '6rem', cell: (run) => <RunChip run={run} /> },
  { id: 'by', header: 'By', width: '6rem', cell: (run) => (run.scheduled_for ? 'Schedule' : 'You') },
  { id: 'rows', header: 'Rows', width: '6rem', align: 'end', cell: (run) => formatCount(run.rows) },
  {
    id: 'where',
    header: 'Where it went',
    width: 'minmax(16rem, 2fr)',
    cell: (run) => {
      if (run.message === null && run.path !== null) return <FilePath path={run.path} />;
      const text = placeText(run);
      return <span title={text}>{text}</span>;
    },
  },
];

/** What became of the last runs of a report. */
export function RunsDialog({ report, onClose }: { report: SavedReport; onClose(): void }) {
  const { timezone } = useEnvironment();
  const runs = useApiQuery('savedReport.runs', { id: report.id }, { keepPrevious: false });
  const [last] = runs.data?.items ?? [];
  return (
    <Dialog title={`Runs of ${report.name}`} isOpen onClose={onClose} size="large">
      {runs.error ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : !runs.data ? (
        <LoadingState label="Loading the runs" />
      ) : (
        <div className="flex min-w-0 flex-col gap-3">
          {last?.state === 'failed' && last.message !== null && (
            <Notice kind="danger">
              <p className="wrap-anywhere">The last run failed: {last.message}</p>
            </Notice>
          )}
          <div className="flex h-80 flex-col">
            <DataTable
              label={`Runs of ${report.name}`}
              rows={rowsOf(runs.data.items)}
              columns={columnsOf(timezone)}
              rowKey={(run) => run.started_at}
              rowText={(run) => formatDateTime(run.started_at, { zone: timezone })}
              rowActions={actionsOf}
              empty={<p className="p-4 text-14 text-secondary">It has not been run yet.</p>}
            />
          </div>
        </div>
      )}
    </Dialog>
  );
}
