import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog';
import { TextArea } from '../../components/text-area';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { api } from '../../door/api';
import { door } from '../../door/door';
import { countText } from '../../format/quantity';
import type { ChangeKey } from './use-change-actions';

/** Saves pending changes as a file for another computer: `items` null takes all of them. Mount it while open. */
export function ExportSetDialog({ items, onClose }: { items: readonly ChangeKey[] | null; onClose(): void }) {
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const save = async () => {
    const chosen = items?.map(({ entity, id }) => ({ entity, id }));
    const { file_name, text, count } = await api('pending.export', { ...(chosen && { items: chosen }), title, note });
    const saved = await door.saveFile(file_name, text);
    if (!saved) return;
    toastDone(`Saved ${countText(count, 'change', 'changes')} as ${saved.path ?? saved.name}`);
    onClose();
  };
  return (
    <FormDialog
      title="Export change set"
      description="A JSON file with lookup keys in place of ids. Another Pricebook can import it."
      submitLabel="Export"
      onClose={onClose}
      isPending={isSaving}
      error={failure}
      onSubmit={() => {
        setSaving(true);
        save()
          .catch(setFailure)
          .finally(() => setSaving(false));
      }}
    >
      <TextField label="Title" autoFocus maxLength={255} value={title} onChange={setTitle} />
      <TextArea label="Note" maxLength={2000} value={note} onChange={setNote} />
    </FormDialog>
  );
}
