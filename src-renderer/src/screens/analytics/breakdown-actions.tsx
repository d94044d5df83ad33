import type { Report } from '@shared/entities/analytics';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { ActionMenu } from '../../components/menu';
import { toastDone, toastFailure } from '../../components/toast';
import { exportReport } from '../../door/exports';
import { useMenuCommand } from '../../door/menu-commands';
import { ExportDialog } from '../reports/export-dialog';
import { ReportFormDialog } from '../reports/report-form-dialog';
import { breakdownCells, toHtmlTable, toTabText } from './breakdown-copy';
import { type BreakdownSort, orderBreakdown } from './breakdown-order';
import type { ReportQuestion } from './report-question';

async function copyBreakdown(report: Report, sort: BreakdownSort) {
  const cells = breakdownCells(orderBreakdown(report, sort), report);
  const blob = (type: string, text: string) => new Blob([text], { type });
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/plain': blob('text/plain', toTabText(cells)),
      'text/html': blob('text/html', toHtmlTable(cells)),
    }),
  ]);
}

/** What a saved report takes over; its period is named anew. */
const filtersOf = ({ start_time: _from, end_time: _to, ...filters }: ReportQuestion) => filters;

interface Props {
  report: Report;
  /** The question the report answers: the file answers the same. */
  input: ReportQuestion;
  sort: BreakdownSort;
}

/** Takes the report elsewhere: copy as a table, or save as CSV. */
export function BreakdownActions({ report, input, sort }: Props) {
  const [isSaving, setSaving] = useState(false);
  const [open, setOpen] = useState<'export' | 'save' | null>(null);
  const save = (kind: 'breakdown' | 'series') => {
    setSaving(true);
    exportReport({ ...input, kind })
      .catch(toastFailure)
      .finally(() => setSaving(false));
  };
  const copy = () => copyBreakdown(report, sort).then(() => toastDone('Copied the breakdown as a table'), toastFailure);
  useShortcut('Mod+Shift+E', 'Export the breakdown as CSV', () => save('breakdown'));
  useMenuCommand('export-csv', () => save('breakdown'));
  return (
    <>
      <Button icon={<Copy aria-hidden size={16} />} onPress={() => void copy()}>
        Copy table
      </Button>
      <ActionMenu
        label="Export CSV"
        trigger={
          <Button icon={<Download aria-hidden size={16} />} isPending={isSaving}>
            Export CSV
          </Button>
        }
        actions={[
          {
            id: 'breakdown',
            label: 'Breakdown',
            shortcut: 'Mod+Shift+E',
            onAction: () => save('breakdown'),
          },
          { id: 'series', label: 'Time series', onAction: () => save('series') },
          { id: 'more', label: 'More…', onAction: () => setOpen('export') },
          { id: 'save', label: 'Save report…', onAction: () => setOpen('save') },
        ]}
      />
      {open === 'export' && <ExportDialog question={input} onClose={() => setOpen(null)} />}
      {open === 'save' && <ReportFormDialog report={null} initial={filtersOf(input)} onClose={() => setOpen(null)} />}
    </>
  );
}
