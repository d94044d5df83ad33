import type { PendingChange, PendingKind } from '@shared/entities/sync';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { countText } from '../../format/quantity';
import { entityWords, keyOf, kindLooks, nameOf } from './change-words';
import { ReviewLines } from './review-lines';
import type { ChangeActions } from './use-change-actions';
import type { WhatGoes } from './what-goes';

interface Props {
  goes: WhatGoes;
  /** Names of the rows that ids in them stand for. */
  names: Readonly<Record<string, string>>;
  actions: ChangeActions;
  onDone(): void;
  /** Something has changed since the changes were gathered: they are gathered anew. */
  onStale(): void;
  onClose(): void;
}

const shown = 200;

/** The last look before changes leave: what goes where, and what stays and why. */
export function SendDialog({ goes, names, actions, onDone, onStale, onClose }: Props) {
  const environment = useEnvironment();
  const { data } = useApiQuery('connection.get', {});
  const { going, neededBy } = goes;
  const staying = goes.staying.length;
  const server = data?.connection?.base_url ?? 'the server';
  const isProduction = environment.type === 'production';
  const send = () =>
    actions.send(
      going,
      () => {
        onDone();
        onClose();
      },
      onStale,
    );
  return (
    <Dialog
      title={`Review and send ${countText(going.length, 'change', 'changes')}`}
      description={<span className="break-all">{server}</span>}
      size="large"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" isPending={actions.isBusy} isDisabled={going.length === 0} onPress={send}>
            Send to {environment.name}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-14">
        {isProduction && (
          <Notice kind="pending">
            This is <strong className="font-semibold">{environment.name}</strong>: what is sent counts for customers at
            once.
          </Notice>
        )}
        <p className="text-secondary">
          {summary(going)} Environment: <strong className="font-semibold text-ink">{environment.name}</strong>.
        </p>
        {staying > 0 && (
          <Notice kind="info">
            {countText(
              staying,
              'change stays: this server cannot take it, or it waits',
              'changes stay: this server cannot take them, or they wait',
            )}{' '}
            for an answer, a decision or what is held back.
          </Notice>
        )}
        <section
          aria-label="Changes to send"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
          tabIndex={0}
        >
          <ul aria-label="Changes to send" className="flex flex-col">
            {going.slice(0, shown).map((change) => (
              <li key={keyOf(change)} className="flex min-w-0 gap-3 border-b border-line py-1.5">
                <span className="w-40 shrink-0 text-secondary">
                  {kindLooks[change.kind].word} · {entityWords[change.entity]}
                </span>
                <div className="min-w-0 flex-1 break-words">
                  <span className="font-medium">{nameOf(change)}</span>
                  {neededBy.has(keyOf(change)) && (
                    <span className="text-pending">
                      {' '}
                      {change.is_held ? 'was held back; goes along' : 'goes along'}, since “
                      {neededBy.get(keyOf(change))}” needs it
                    </span>
                  )}
                  <ReviewLines change={change} names={names} />
                </div>
              </li>
            ))}
          </ul>
        </section>
        {going.length > shown && <p className="text-secondary">… and {going.length - shown} more.</p>}
      </div>
    </Dialog>
  );
}

const counted: Record<PendingKind, [string, string]> = {
  create: ['new row', 'new rows'],
  update: ['edit', 'edits'],
  version: ['new price version', 'new price versions'],
  end: ['ended price', 'ended prices'],
  archive: ['archived row', 'archived rows'],
};

function summary(changes: readonly PendingChange[]): string {
  const parts = (Object.keys(counted) as PendingKind[]).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count > 0 ? countText(count, ...counted[kind]) : [];
  });
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing here can be sent now.';
}
