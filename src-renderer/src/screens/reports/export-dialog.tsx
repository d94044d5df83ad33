import { useState } from 'react';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { exportReport, type ReportFileQuestion } from '../../door/exports';
import { type FileChoice, FileFields, initialFile } from './file-fields';

interface Props {
  /** The report to write down: what it was asked. */
  question: Omit<ReportFileQuestion, 'kind' | 'split' | 'with_filters'>;
  /** What an entry on screen is called where each is priced on its own there; null where costs are the same in files. */
  pricedApartBy: string | null;
  onClose(): void;
}

/** Writes the report on screen to a file, or to a folder of files, of any size. */
export function ExportDialog({ question, pricedApartBy, onClose }: Props) {
  const [file, setFile] = useState<FileChoice>(initialFile);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function submit() {
    setPending(true);
    try {
      // Refused questions are told here, before the dialog goes.
      await api('report.fileName', { ...question, ...file });
      onClose();
      exportReport({ ...question, ...file }).catch(toastFailure);
    } catch (refusal) {
      setError(refusal);
      setPending(false);
    }
  }
  return (
    <FormDialog
      title="Export CSV"
      submitLabel="Export…"
      description="The file has the period and the filters of the report. Costs are unrounded, so that they add up."
      onSubmit={() => void submit()}
      onClose={onClose}
      isPending={isPending}
      error={error}
      fields={['split']}
    >
      <FileFields
        value={file}
        onChange={(change) => setFile({ ...file, ...change })}
        splitError={fieldError(error, 'split')}
      />
      {pricedApartBy !== null && file.kind === 'breakdown' && (
        <Notice kind="info">
          On screen each {pricedApartBy} is priced on its own. The usage breakdown prices all that a customer used
          together, so its total may be another.
        </Notice>
      )}
    </FormDialog>
  );
}
