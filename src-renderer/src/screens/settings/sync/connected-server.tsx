import type { Connection } from '@shared/entities/sync';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { LastSync, nextTry, pendingText, serverText } from '../../../app/sync-facts';
import { syncLook } from '../../../app/sync-look';
import { conflictsPlace, pendingPlace } from '../../../app/sync-places';
import { useCalmStatus, useSyncAction, useSyncStatus } from '../../../app/use-sync-status';
import { Button } from '../../../components/button';
import { DetailsList } from '../../../components/details-list';
import { Notice } from '../../../components/form';
import { toastFailure } from '../../../components/toast';
import { WorkProgress } from '../../../components/work-progress';
import { percentOf } from '../../../format/percent';
import { countText } from '../../../format/quantity';
import { ChangeKeyDialog } from './change-key-dialog';
import { LeaveServerDialog } from './leave-server-dialog';
import { RemovalDialog } from './removal-dialog';
import { ServerAbilities, ServerWarnings, whoAnswers } from './server-facts';

const linkClass = 'rounded-control text-link underline';

/** The server, how syncing with it stands, and what can be done about it. */
export function ConnectedServer({ connection }: { connection: Connection }) {
  const status = useCalmStatus(useSyncStatus().data);
  const start = useSyncAction('sync.start');
  const cancel = useSyncAction('sync.cancel');
  const [open, setOpen] = useState<'key' | 'leave' | 'removal' | null>(null);
  const close = () => setOpen(null);
  if (!status) return null;
  const { icon: Icon, word, meaning, className } = syncLook(status);
  const isSyncing = status.state === 'syncing';
  const begin = (sweep: boolean) => void start.run({ sweep }).catch(toastFailure);
  const { progress } = status;
  const next = nextTry(status);
  return (
    <section aria-labelledby="server" className="flex min-w-0 flex-col gap-4 rounded-sheet border border-line p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-[min(20rem,100%)] flex-1">
          <h2 id="server" title={serverText(connection)} className="line-clamp-3 text-16 font-semibold break-words">
            {serverText(connection)}
          </h2>
          <p className="flex items-start gap-1.5 text-14 text-secondary">
            <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${className}`} />
            <span className="min-w-0">
              <span className="font-medium text-ink">{word.replace(/…$/, '')}.</span> {meaning}
            </span>
          </p>
        </div>
        {isSyncing ? (
          <WorkProgress
            label="Syncing"
            isLabelHidden
            percent={progress ? percentOf(progress.done, progress.total) : null}
            onCancel={() => void cancel.run().catch(toastFailure)}
          />
        ) : (
          <Button kind="primary" isDisabled={connection.is_offline} onPress={() => begin(false)}>
            Sync now
          </Button>
        )}
      </div>
      {status.problem && status.would_remove === 0 && (
        <Notice kind={status.state === 'offline' ? 'pending' : 'danger'}>{status.problem}</Notice>
      )}
      {status.would_remove > 0 && (
        <Notice kind="pending">
          <p>Nothing was removed here yet. See what would go, then keep it or let it go.</p>
          <Button className="mt-2" onPress={() => setOpen('removal')}>
            Decide…
          </Button>
        </Notice>
      )}
      <ServerWarnings remote={connection.remote} />
      <DetailsList
        details={[
          { label: 'Who answers', value: whoAnswers(connection.remote) },
          { label: 'Last synced', value: <LastSync status={status} /> },
          ...(next ? [{ label: 'Next try', value: next }] : []),
          {
            label: 'Pending',
            value: (
              <Link to={pendingPlace} className={linkClass}>
                {pendingText(status)}
              </Link>
            ),
          },
          {
            label: 'Conflicts',
            value:
              status.conflicts === 0 ? (
                'None'
              ) : (
                <Link to={conflictsPlace} className={linkClass}>
                  {countText(status.conflicts, 'row to decide about', 'rows to decide about')}
                </Link>
              ),
          },
          ...(status.local_only > 0
            ? [
                {
                  label: 'Stays here',
                  value: countText(status.local_only, 'change', 'changes'),
                  note: `This server cannot take ${status.local_only === 1 ? 'it' : 'them'}.`,
                },
              ]
            : []),
        ]}
      />
      <details className="text-14">
        <summary className="w-fit cursor-pointer rounded-control text-secondary">What this server can do</summary>
        <div className="pt-2">
          <ServerAbilities extensions={connection.extensions} />
        </div>
      </details>
      <div className="flex flex-wrap gap-2">
        <Button isDisabled={connection.is_offline || isSyncing} onPress={() => begin(true)}>
          Full check
        </Button>
        <Button onPress={() => setOpen('key')}>Change the key…</Button>
        <Button onPress={() => setOpen('leave')}>Leave the server…</Button>
      </div>
      <p className="-mt-2 text-13 text-muted">
        A full check compares everything and finds rows that are gone on the server; it also runs by itself once a day.
      </p>
      {open === 'key' && <ChangeKeyDialog connection={connection} onClose={close} />}
      {open === 'leave' && <LeaveServerDialog connection={connection} status={status} onClose={close} />}
      {open === 'removal' && <RemovalDialog onClose={close} />}
    </section>
  );
}
