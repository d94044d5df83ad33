import type { WhatIf } from '@shared/entities/what-if';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { door } from '../../door/door';
import { useMenuCommand } from '../../door/menu-commands';
import { toHtmlTable, toTabText } from '../analytics/breakdown-copy';
import { comparisonCells } from './comparison-cells';
import { copiedWords } from './copied-words';
import { shownCustomers } from './shown-customers';
import type { WhatIfView } from './what-if-view';

/** As many customers as one copy takes; a CSV takes them all. */
const mostCopied = 1000;

/** Copies what is shown; returns what to say about it. */
async function copyComparison(shown: WhatIfView, answer: WhatIf): Promise<string> {
  const { by, question } = shown;
  const asked = { ...question, ...shownCustomers(shown), limit: mostCopied };
  const listed = by === 'customer' ? await api('whatIf.customers', asked) : null;
  const customers = listed?.items ?? [];
  const cells = comparisonCells(answer, by, customers);
  const blob = (type: string, text: string) => new Blob([text], { type });
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/plain': blob('text/plain', toTabText(cells)),
      'text/html': blob('text/html', toHtmlTable(cells)),
    }),
  ]);
  return copiedWords(customers.length, listed?.pagination.total ?? 0);
}

async function saveComparison(shown: WhatIfView) {
  const { by, question } = shown;
  const { file_name, csv, row_count } = await api('whatIf.export', { ...question, ...shownCustomers(shown), by });
  const saved = await door.saveFile(file_name, csv);
  if (saved) toastDone(`Saved ${row_count} ${row_count === 1 ? 'row' : 'rows'} as ${saved.path ?? saved.name}`);
}

/** Takes the comparison elsewhere: copy as a table, or save as CSV. */
export function ComparisonActions({ shown, answer }: { shown: WhatIfView; answer: WhatIf }) {
  const [isSaving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    saveComparison(shown)
      .catch(toastFailure)
      .finally(() => setSaving(false));
  };
  useShortcut('Mod+Shift+E', 'Export the comparison as CSV', save);
  useMenuCommand('export-csv', save);
  return (
    <>
      <Button
        icon={<Copy aria-hidden size={16} />}
        onPress={() => void copyComparison(shown, answer).then(toastDone, toastFailure)}
      >
        Copy table
      </Button>
      <Button icon={<Download aria-hidden size={16} />} isPending={isSaving} onPress={save}>
        Export CSV
      </Button>
    </>
  );
}
