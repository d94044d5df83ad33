import type { PendingChange } from '@shared/entities/sync';
import { Link } from '@tanstack/react-router';
import { Hand, Send, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonClass } from '../../components/button';
import { Chip } from '../../components/chip';
import { Notice } from '../../components/form';
import { RelativeTime } from '../../components/relative-time';
import { ErrorState, LoadingState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { ChangeFate } from './change-fate';
import { ChangeNote } from './change-note';
import { authorsText, entityWords, kindLooks, nameOf, stateLook } from './change-words';
import { FieldChangesTable } from './field-changes-table';
import { RequestBox } from './request-box';
import type { ChangeActions, ChangeKey } from './use-change-actions';

interface Props {
  changeKey: ChangeKey;
  isReviewed: boolean;
  actions: ChangeActions;
  onSend(items: readonly ChangeKey[]): void;
  onRevert(items: readonly PendingChange[]): void;
  onSelect(key: ChangeKey): void;
}

/** One pending change: what it changes, what it waits for, and the requests that would send it. */
export function ChangeDetail({ changeKey, isReviewed, actions, onSend, onRevert, onSelect }: Props) {
  const { data: change, error, refetch } = useApiQuery('pending.get', changeKey, { keepPrevious: false });
  const [lastAt, setLastAt] = useState<string>();
  if (change && change.last_at !== lastAt) setLastAt(change.last_at);
  if (error?.code === 'not_found') return <ChangeFate changeKey={changeKey} lastAt={lastAt} />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!change) return <LoadingState />;
  const state = stateLook(change, isReviewed);
  const { icon: Icon, word } = kindLooks[change.kind];
  const isMoving = change.state === 'sending' || change.state === 'uncertain';
  const canEdit = !isMoving && change.state !== 'conflict';
  const canSend = change.state === 'ready' || change.state === 'failed';
  return (
    <section aria-labelledby="change-name" className="flex min-w-0 flex-col gap-4 p-4">
      <header className="flex min-w-0 flex-col gap-2">
        <p className="flex items-center gap-1.5 text-13 text-secondary">
          <Icon aria-hidden size={14} className="shrink-0" />
          <span className="min-w-0 break-words">
            {word} · {entityWords[change.entity]} · <RelativeTime instant={change.last_at} />
            {change.authors.length > 0 && ` by ${authorsText(change)}`}
          </span>
        </p>
        <h2 id="change-name" title={nameOf(change)} className="line-clamp-3 text-16 font-semibold break-words">
          {nameOf(change)}
        </h2>
        <p className="flex flex-wrap items-center gap-2 text-14 text-secondary">
          <Chip kind={state.kind}>{state.word}</Chip>
          {state.meaning}
        </p>
        <div className="flex flex-wrap gap-2">
          {canSend && (
            <Button icon={<Send aria-hidden size={16} />} isPending={actions.isBusy} onPress={() => onSend([change])}>
              Send this
            </Button>
          )}
          {change.state === 'conflict' && (
            <Link to="/conflicts" className={buttonClass('primary')}>
              Decide
            </Link>
          )}
          {canSend && !change.is_held && (
            <Button icon={<Hand aria-hidden size={16} />} onPress={() => actions.hold([change])}>
              Hold back
            </Button>
          )}
          {canSend && (change.is_held || (isReviewed && !change.is_released)) && (
            <Button onPress={() => actions.release([change])}>Release</Button>
          )}
          {canEdit && (
            <Button icon={<Undo2 aria-hidden size={16} />} onPress={() => onRevert([change])}>
              Take back…
            </Button>
          )}
        </div>
      </header>
      {change.problem && <Notice kind="danger">{change.problem.message}</Notice>}
      {change.waits_for.length > 0 && (
        <Notice kind="info">
          Sent before it:{' '}
          {change.waits_for.map((needed, index) => (
            <span key={needed.id}>
              {index > 0 && ', '}
              <button type="button" className="rounded-control text-left underline" onClick={() => onSelect(needed)}>
                {entityWords[needed.entity]} “{nameOf(needed)}”
              </button>
            </span>
          ))}
        </Notice>
      )}
      <FieldChangesTable
        change={change}
        onRevert={canEdit && change.kind !== 'create' ? (field) => actions.revertField(change, field) : null}
      />
      <section aria-labelledby="change-requests" className="flex min-w-0 flex-col gap-2">
        <h3 id="change-requests" className="text-14 font-semibold">
          {change.requests.length === 1 ? 'Request' : 'Requests'}
        </h3>
        <RequestBox requests={change.requests} />
      </section>
      <ChangeNote key={change.note} change={change} />
    </section>
  );
}
