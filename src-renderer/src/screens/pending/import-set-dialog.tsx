import type { OutputOf } from '@shared/contract';
import type { PickedFile } from '@shared/door';
import type { ChangeSetRow } from '@shared/entities/pending';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Checkbox } from '../../components/checkbox';
import { Chip, type ChipKind } from '../../components/chip';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { door } from '../../door/door';
import { useEnvironment } from '../../door/environment';
import { useApiMutation } from '../../door/use-api';
import { countText } from '../../format/quantity';
import { entityWords, fieldLabel, kindLooks } from './change-words';
import { valueText } from './value-text';

const fileTypes = [{ name: 'Change sets', extensions: ['json'] }];
const outcomes: Record<ChangeSetRow['outcome'], { kind: ChipKind; word: string }> = {
  applies: { kind: 'ok', word: 'Applies' },
  already: { kind: 'neutral', word: 'Is so already' },
  differs: { kind: 'pending', word: 'Differs here' },
  unknown: { kind: 'danger', word: 'Not here' },
  refused: { kind: 'danger', word: 'Cannot be' },
};

/** A change set from another computer: told what it would do here, then applied. Mount it while open. */
export function ImportSetDialog({ onClose }: { onClose(): void }) {
  const environment = useEnvironment();
  const [file, setFile] = useState<PickedFile | null>(null);
  const [preview, setPreview] = useState<OutputOf<'pending.previewImport'> | null>(null);
  const [overwrite, setOverwrite] = useState<ReadonlySet<number>>(new Set());
  const [failure, setFailure] = useState<Error | null>(null);
  const run = useApiMutation('pending.import');
  const choose = async () => {
    const picked = await door.pickFile('Choose a change set', fileTypes);
    if (!picked) return;
    setFailure(null);
    setPreview(null);
    setOverwrite(new Set());
    setFile(picked);
    setPreview(await api('pending.previewImport', { file_token: picked.token }));
  };
  const start = () => void choose().catch(setFailure);
  const rows = preview?.rows ?? [];
  const applying = rows.filter(({ outcome, index }) => outcome === 'applies' || overwrite.has(index)).length;
  const apply = () => {
    if (!file) return;
    run.mutate(
      { file_token: file.token, overwrite: [...overwrite] },
      {
        onSuccess: ({ applied, already, skipped }) => {
          const left = skipped.length > 0 ? `, ${skipped.length} left out` : '';
          toastDone(`${countText(applied, 'change', 'changes')} applied, ${already} so already${left}`);
          const unforeseen = skipped.filter(({ index }) => rows[index]?.outcome === 'applies').slice(0, 3);
          for (const { name, message } of unforeseen) toastFailure(new Error(`“${name}”: ${message}`));
          onClose();
        },
      },
    );
  };
  const error = failure ?? run.error;
  return (
    <Dialog
      title="Import change set"
      description="Changes that were exported from another Pricebook, applied to the rows here by their lookup keys."
      size="large"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind={preview ? 'secondary' : 'primary'} icon={<FileUp aria-hidden size={16} />} onPress={start}>
            {preview ? 'Choose another file' : 'Choose file…'}
          </Button>
          {preview && (
            <Button kind="primary" isPending={run.isPending} isDisabled={applying === 0} onPress={apply}>
              Apply {countText(applying, 'change', 'changes')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3 text-14">
        {error && <Notice kind="danger">{error.message}</Notice>}
        {!preview && !error && (
          <p className="text-secondary">Nothing is changed before you have seen what would happen.</p>
        )}
        {preview && (
          <>
            <div>
              <p className="font-semibold break-words">{preview.title || file?.name}</p>
              {preview.note && <p className="break-words whitespace-pre-wrap text-secondary">{preview.note}</p>}
              <p className="text-13 text-muted">
                From {preview.environment || 'another environment'}, into {environment.name}.
              </p>
            </div>
            <ul aria-label="Changes in the file" className="flex flex-col">
              {rows.map((row) => (
                <ImportRow
                  key={row.index}
                  row={row}
                  isOverwritten={overwrite.has(row.index)}
                  onOverwrite={(isWanted) => {
                    const next = new Set(overwrite);
                    if (isWanted) next.add(row.index);
                    else next.delete(row.index);
                    setOverwrite(next);
                  }}
                />
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}

interface RowProps {
  row: ChangeSetRow;
  isOverwritten: boolean;
  onOverwrite(isWanted: boolean): void;
}

function ImportRow({ row, isOverwritten, onOverwrite }: RowProps) {
  const { kind, word } = outcomes[row.outcome];
  const differing = row.fields.filter(({ outcome }) => outcome === 'differs');
  return (
    <li className="flex min-w-0 flex-col gap-1 border-b border-line py-2">
      <span className="flex min-w-0 flex-wrap items-center gap-2">
        <Chip kind={kind}>{word}</Chip>
        <span className="text-secondary">
          {kindLooks[row.kind].word} · {entityWords[row.entity]}
        </span>
        <span className="min-w-0 font-medium break-words">{row.name || 'Unnamed'}</span>
      </span>
      {row.message && row.outcome !== 'differs' && <span className="text-13 text-secondary">{row.message}</span>}
      {row.outcome === 'differs' && (
        <>
          {differing.map(({ field, from, to, current }) => (
            <span key={field} className="text-13 break-words text-secondary">
              {fieldLabel(field)}: here {plain(field, current, [from, to])}, in the file{' '}
              {plain(field, from, [current, to])} → {plain(field, to, [current, from])}
            </span>
          ))}
          <Checkbox isSelected={isOverwritten} onChange={onOverwrite}>
            Overwrite what is here
          </Checkbox>
        </>
      )}
    </li>
  );
}

/** Rows that a value refers to are told by their keys, which say as much as a name. */
const plain = (field: string, value: unknown, beside: readonly unknown[]): string =>
  valueText(field, value, { names: {}, currency: null }, beside) ?? 'empty';
