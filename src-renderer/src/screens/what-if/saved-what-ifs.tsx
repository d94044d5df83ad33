import type { SavedWhatIf } from '@shared/entities/saved-what-if';
import { FolderOpen, Save } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button';
import { Chip } from '../../components/chip';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { focusOnceGone } from '../../components/focus-once-gone';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { ActionMenu, MoreMenu } from '../../components/menu';
import { TextField } from '../../components/text-field';
import { toastDone, toastFailure } from '../../components/toast';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { countText } from '../../format/quantity';
import { isChangedSince } from './changed-since-saved';
import { firstChange } from './go-on-with';
import type { WhatIfView } from './what-if-view';

/** What is saved of a view: what is tried, and on which days. */
const questionOf = ({ changes, range }: WhatIfView) => ({
  changes: [...changes],
  range: range.id,
  ...(range.id === 'custom' ? { from: range.from, to: range.to } : { from: '', to: '' }),
});

const open = ({ setView }: WhatIfView, { id, question }: SavedWhatIf) => setView({ ...question, saved: id });

type Dialog = 'new' | 'rename' | 'delete';

/** Keeps what is tried under a name, and opens what was kept. */
export function SavedActions({ shown }: { shown: WhatIfView }) {
  const { changes, view, setView } = shown;
  const list = useApiQuery('savedWhatIf.list', {});
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const update = useApiMutation('savedWhatIf.update');
  const named = useRef<HTMLSpanElement>(null);
  const items = list.data?.items ?? [];
  const current = items.find(({ id }) => id === view.saved) ?? null;
  const isChanged = current !== null && isChangedSince(current.question, shown);
  // The changes as they were kept, so that they are the same to the letter.
  const show = ({ id, name, question }: SavedWhatIf) => {
    setView({ changes: question.changes, saved: id });
    toastDone(`Saved ${name}`);
  };
  const save = (pressed: Element) => {
    if (!current) return setDialog('new');
    focusOnceGone(pressed, () => named.current?.querySelector('button'));
    const input = { id: current.id, question: questionOf(shown) };
    update.mutate(input, { onSuccess: show, onError: toastFailure });
  };
  return (
    <>
      {current && (
        <span ref={named} className="flex min-w-0 max-w-80 items-center gap-1.5 text-14">
          <span className="truncate font-medium" title={current.name}>
            {current.name}
          </span>
          {isChanged && <Chip kind="pending">Changed</Chip>}
          <MoreMenu
            of={current.name}
            actions={[
              { id: 'as', label: 'Save as another…', onAction: () => setDialog('new') },
              { id: 'rename', label: 'Rename…', onAction: () => setDialog('rename') },
              { id: 'delete', label: 'Delete…', isDangerous: true, onAction: () => setDialog('delete') },
            ]}
          />
        </span>
      )}
      {changes.length > 0 && (current === null || isChanged) && (
        <Button
          icon={<Save aria-hidden size={16} />}
          isPending={update.isPending}
          onPress={({ target }) => save(target)}
        >
          {current ? 'Save changes' : 'Save…'}
        </Button>
      )}
      {changes.length > 0 && items.length > 0 && (
        <ActionMenu
          label="Saved what-ifs"
          trigger={<Button icon={<FolderOpen aria-hidden size={16} />}>Open saved</Button>}
          actions={items.map((one) => ({ id: one.id, label: one.name, onAction: () => open(shown, one) }))}
        />
      )}
      {dialog === 'new' && (
        <NameDialog question={questionOf(shown)} renamed={null} onSaved={show} onClose={() => setDialog(null)} />
      )}
      {dialog === 'rename' && current && (
        <NameDialog
          question={current.question}
          renamed={current}
          onSaved={({ name }) => toastDone(`Saved ${name}`)}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'delete' && current && (
        <DeleteDialog saved={current} onDeleted={() => setView({ saved: '' })} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

/** What was kept, to be opened where nothing is tried yet. */
export function KeptWhatIfs({ shown }: { shown: WhatIfView }) {
  const list = useApiQuery('savedWhatIf.list', {});
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label="Saved what-ifs" className="mx-auto flex w-full max-w-150 flex-col gap-2">
      <h2 className="text-16 font-semibold">Saved</h2>
      <ul className="flex flex-col gap-1">
        {items.map((one) => (
          <li key={one.id}>
            <Button
              className="h-auto min-h-9 w-full justify-between py-1.5 text-left"
              onPress={({ target }) => {
                focusOnceGone(target, firstChange);
                open(shown, one);
              }}
            >
              <span className="min-w-0 break-words whitespace-normal">{one.name}</span>
              <span className="font-normal text-muted">
                {countText(one.question.changes.length, 'change', 'changes')}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface NameProps {
  question: ReturnType<typeof questionOf> | SavedWhatIf['question'];
  /** The one to rename; null to keep the question under a new name. */
  renamed: SavedWhatIf | null;
  onSaved(saved: SavedWhatIf): void;
  onClose(): void;
}

function NameDialog({ question, renamed, onSaved, onClose }: NameProps) {
  const [name, setName] = useState(renamed?.name ?? '');
  const [attempts, setAttempts] = useState(0);
  const create = useApiMutation('savedWhatIf.create');
  const update = useApiMutation('savedWhatIf.update');
  const { error } = renamed ? update : create;
  const own = attempts > 0 && name.trim() === '' ? 'Please enter a name' : null;
  const submit = () => {
    if (name.trim() === '') return setAttempts(attempts + 1);
    const onSuccess = (saved: SavedWhatIf) => {
      onSaved(saved);
      onClose();
    };
    if (renamed) update.mutate({ id: renamed.id, name }, { onSuccess });
    else create.mutate({ name, question }, { onSuccess });
  };
  return (
    <FormDialog
      title={renamed ? 'Rename what-if' : 'Save what-if'}
      description={renamed ? undefined : 'Kept with its days. Prices and plans stay as they are.'}
      submitLabel="Save"
      onSubmit={submit}
      onClose={onClose}
      isPending={create.isPending || update.isPending}
      error={error}
      fields={['name']}
      attempts={attempts}
    >
      <TextField
        label="Name"
        isRequired
        autoFocus
        maxLength={200}
        value={name}
        onChange={setName}
        error={fieldError(error, 'name', own)}
      />
    </FormDialog>
  );
}

function DeleteDialog(props: { saved: SavedWhatIf; onDeleted(): void; onClose(): void }) {
  const remove = useApiMutation('savedWhatIf.delete');
  const { id, name } = props.saved;
  const confirm = () =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          props.onDeleted();
          props.onClose();
          toastDone(`Deleted ${name}`);
        },
      },
    );
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      confirmLabel="Delete what-if"
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      What it tries stays on the screen. Prices and plans are not touched.
    </ConfirmDialog>
  );
}
