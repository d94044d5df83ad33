import type { Report } from '@shared/entities/analytics';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import type { RangePreset } from '../../components/date-range-picker';
import { ActionMenu } from '../../components/menu';
import { toastDone, toastFailure } from '../../components/toast';
import { exportReport } from '../../door/exports';
import { useMenuCommand } from '../../door/menu-commands';
import { ExportDialog } from '../reports/export-dialog';
import { ReportFormDialog } from '../reports/report-form-dialog';
import { breakdownCells, toHtmlTable, toTabText } from './breakdown-copy';
import { type BreakdownSort, orderBreakdown } from './breakdown-order';
import { withEntriesGone } from './entries-gone';
import { groupingWords } from './entry-name';
import { savedRangeOf } from './range-presets';
import type { ReportQuestion } from './report-question';

async function copyBreakdown(report: Report, sort: BreakdownSort) {
  const whole = withEntriesGone(report);
  const cells = breakdownCells(orderBreakdown(whole, sort), whole);
  const blob = (type: string, text: string) => new Blob([text], { type });
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/plain': blob('text/plain', toTabText(cells)),
      'text/html': blob('text/html', toHtmlTable(cells)),
    }),
  ]);
}

/** What a saved report takes over: all that is asked, its days by their name where they have one. */
const savedFrom = ({ start_time: _from, end_time: _to, ...filters }: ReportQuestion, range: RangePreset) => ({
  ...filters,
  range: savedRangeOf(range),
});

interface Props {
  report: Report;
  /** The question the report answers: the file answers the same. */
  input: ReportQuestion;
  range: RangePreset;
  sort: BreakdownSort;
}

/** Takes the report elsewhere: copy as a table, or save as CSV. */
export function BreakdownActions({ report, input, range, sort }: Props) {
  const [isSaving, setSaving] = useState(false);
  const [open, setOpen] = useState<'export' | 'save' | null>(null);
  const save = (kind: 'breakdown' | 'series') => {
    setSaving(true);
    exportReport({ ...input, kind })
      .catch(toastFailure)
      .finally(() => setSaving(false));
  };
  const copy = () => copyBreakdown(report, sort).then(() => toastDone('Copied the breakdown as a table'), toastFailure);
  // Its costs are others than those on screen then: the dialog says so first.
  const saveBreakdown = () => (report.is_priced_apart ? setOpen('export') : save('breakdown'));
  useShortcut('Mod+Shift+E', 'Export the breakdown as CSV', saveBreakdown);
  useMenuCommand('export-csv', saveBreakdown);
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
            onAction: saveBreakdown,
          },
          { id: 'series', label: 'Time series', onAction: () => save('series') },
          { id: 'more', label: 'More…', onAction: () => setOpen('export') },
          { id: 'save', label: 'Save report…', onAction: () => setOpen('save') },
        ]}
      />
      {open === 'export' && (
        <ExportDialog
          question={input}
          pricedApartBy={report.is_priced_apart ? groupingWords(report.group_by).one : null}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'save' && (
        <ReportFormDialog report={null} initial={savedFrom(input, range)} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
