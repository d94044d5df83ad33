import type { SavedReport } from '@shared/entities/saved-report';
import { FileSpreadsheet, Plus } from 'lucide-react';
import { useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import type { DataColumn } from '../../components/data-row';
import { DataTable } from '../../components/data-table';
import { ListPage, PageHeader } from '../../components/page-header';
import { RelativeTime } from '../../components/relative-time';
import { rowsOf } from '../../components/row-source';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { toastDone, toastFailure } from '../../components/toast';
import { useEnvironment } from '../../door/environment';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';
import { countText } from '../../format/quantity';
import { ReportFormDialog } from './report-form-dialog';
import { filterWords, kindWords, rangeText, scheduleText } from './report-words';
import { runReport } from './run-report';
import { RunChip, RunsDialog } from './runs-dialog';
import { ScheduleDialog } from './schedule-dialog';

const crumbs = [{ label: 'Usage' }, { label: 'Reports', to: '/reports' }];

type Open = { dialog: 'new' } | { dialog: 'edit' | 'schedule' | 'runs' | 'delete'; report: SavedReport };

/** Reports to run again by one key, or by themselves: what they hold, how they last ended, when they are next. */
export function ReportsScreen() {
  usePage('Reports', crumbs);
  const { timezone } = useEnvironment();
  const reports = useApiQuery('savedReport.list', {});
  const [open, setOpen] = useState<Open | null>(null);
  const items = reports.data?.items ?? [];
  const close = () => setOpen(null);
  const run = (report: SavedReport) => void runReport(report).catch(toastFailure);
  useStatusText(reports.data ? countText(items.length, 'report', 'reports') : '');
  useShortcut('C', 'Create a report', () => setOpen({ dialog: 'new' }));
  useShortcut('R', 'Run the report of the focused row', () => {
    const row = document.activeElement?.closest('[data-row]')?.getAttribute('data-row');
    const report = row ? items[Number(row)] : items.length === 1 ? items[0] : undefined;
    if (report) run(report);
  });
  const newReport = (
    <Button
      kind="primary"
      icon={<Plus aria-hidden size={16} />}
      aria-label="Add: create a report"
      onPress={() => setOpen({ dialog: 'new' })}
    >
      Add
    </Button>
  );

  return (
    <ListPage>
      <PageHeader title="Reports" actions={items.length > 0 && newReport} />
      {reports.error ? (
        <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
      ) : !reports.data ? (
        <LoadingState label="Loading reports" />
      ) : (
        <DataTable
          label="Reports"
          rows={rowsOf(items)}
          columns={columnsOf(timezone)}
          rowKey={(report) => report.id}
          rowText={(report) => report.name}
          onOpen={run}
          rowActions={(report) => [
            { id: 'run', label: 'Run', shortcut: 'R', onAction: () => run(report) },
            { id: 'edit', label: 'Edit…', onAction: () => setOpen({ dialog: 'edit', report }) },
            { id: 'schedule', label: 'Schedule…', onAction: () => setOpen({ dialog: 'schedule', report }) },
            { id: 'runs', label: 'Runs…', onAction: () => setOpen({ dialog: 'runs', report }) },
            {
              id: 'delete',
              label: 'Delete…',
              isDangerous: true,
              onAction: () => setOpen({ dialog: 'delete', report }),
            },
          ]}
          empty={
            <EmptyState
              title="No saved reports yet"
              icon={<FileSpreadsheet aria-hidden size={24} />}
              actions={newReport}
            >
              A report is a CSV file of usage and cost: for a period, with filters, for finance or for every customer.
              Saved, it is run again by one key, or writes itself every day, week or month.
            </EmptyState>
          }
        />
      )}
      <OpenDialog open={open} onClose={close} />
    </ListPage>
  );
}

function OpenDialog({ open, onClose }: { open: Open | null; onClose(): void }) {
  if (!open) return null;
  if (open.dialog === 'new') return <ReportFormDialog report={null} onClose={onClose} />;
  if (open.dialog === 'edit') return <ReportFormDialog report={open.report} onClose={onClose} />;
  if (open.dialog === 'schedule') return <ScheduleDialog report={open.report} onClose={onClose} />;
  if (open.dialog === 'runs') return <RunsDialog report={open.report} onClose={onClose} />;
  return <DeleteReportDialog report={open.report} onClose={onClose} />;
}

function DeleteReportDialog({ report, onClose }: { report: SavedReport; onClose(): void }) {
  const remove = useApiMutation('savedReport.delete');
  const confirm = () =>
    remove.mutate(
      { id: report.id },
      {
        onSuccess: () => {
          toastDone(`Deleted ${report.name}`);
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      title={`Delete ${report.name}?`}
      confirmLabel="Delete report"
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      It is not run any more. Files that it has written stay where they are.
    </ConfirmDialog>
  );
}

const columnsOf = (zone: string): readonly DataColumn<SavedReport>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(11rem, 3fr)',
    cell: (report) => {
      const filters = filterWords(report.question);
      const text = filters && `filtered by ${filters}`;
      return (
        <span className="truncate" title={text ? `${report.name}, ${text}` : report.name}>
          <span className="font-medium">{report.name}</span>
          {text && <span className="text-muted"> · {text}</span>}
        </span>
      );
    },
  },
  { id: 'kind', header: 'Holds', width: '10rem', cell: (report) => kindWords[report.question.kind].label },
  {
    id: 'range',
    header: 'Period',
    width: 'minmax(8rem, 1fr)',
    cell: ({ question: { range } }) => (
      <span className="truncate" title={rangeText(range)}>
        {rangeText(range)}
      </span>
    ),
  },
  {
    id: 'schedule',
    header: 'Schedule',
    width: 'minmax(13rem, 1fr)',
    cell: ({ schedule, next_run_at }) => {
      if (!schedule || !next_run_at) return <span className="text-muted">None</span>;
      const text = scheduleText(schedule);
      return (
        <span className="truncate" title={`${text}, next ${formatDateTime(next_run_at, { zone })}`}>
          {text}
        </span>
      );
    },
  },
  {
    id: 'next',
    header: 'Next',
    width: '14.5rem',
    cell: ({ next_run_at }) => (next_run_at ? formatDateTime(next_run_at, { zone }) : ''),
  },
  {
    id: 'last',
    header: 'Last run',
    width: '12.5rem',
    cell: ({ last_run }) =>
      last_run ? (
        <span className="flex min-w-0 items-center gap-2" title={last_run.message ?? last_run.path ?? undefined}>
          <RunChip run={last_run} />
          <RelativeTime instant={last_run.finished_at} />
        </span>
      ) : (
        <span className="text-muted">Never</span>
      ),
  },
];
