import type { Report } from '@shared/entities/analytics';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { ActionMenu } from '../../components/menu';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { door } from '../../door/door';
import { useMenuCommand } from '../../door/menu-commands';
import { breakdownCells, toHtmlTable, toTabText } from './breakdown-copy';
import { type BreakdownSort, orderBreakdown } from './breakdown-order';
import type { ReportQuestion } from './report-view';

async function copyBreakdown(report: Report, sort: BreakdownSort) {
  const cells = breakdownCells(orderBreakdown(report, sort), report.totals);
  const blob = (type: string, text: string) => new Blob([text], { type });
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/plain': blob('text/plain', toTabText(cells)),
      'text/html': blob('text/html', toHtmlTable(cells)),
    }),
  ]);
}

async function saveExport(kind: 'report.exportBreakdown' | 'report.exportSeries', input: ReportQuestion) {
  const { file_name, csv, row_count } = await api(kind, input);
  const saved = await door.saveFile(file_name, csv);
  if (saved) toastDone(`Saved ${row_count} ${row_count === 1 ? 'row' : 'rows'} as ${saved.path ?? saved.name}`);
}

interface Props {
  report: Report;
  /** The question the report answers: the file answers the same. */
  input: ReportQuestion;
  sort: BreakdownSort;
}

/** Takes the report elsewhere: copy as a table, or save as CSV. */
export function BreakdownActions({ report, input, sort }: Props) {
  const [isSaving, setSaving] = useState(false);
  const save = (kind: Parameters<typeof saveExport>[0]) => {
    setSaving(true);
    saveExport(kind, input)
      .catch(toastFailure)
      .finally(() => setSaving(false));
  };
  const copy = () => copyBreakdown(report, sort).then(() => toastDone('Copied the breakdown as a table'), toastFailure);
  useShortcut('Mod+Shift+E', 'Export the breakdown as CSV', () => save('report.exportBreakdown'));
  useMenuCommand('export-csv', () => save('report.exportBreakdown'));
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
            onAction: () => save('report.exportBreakdown'),
          },
          { id: 'series', label: 'Time series', onAction: () => save('report.exportSeries') },
        ]}
      />
    </>
  );
}
