import type { Connection, SyncStatus } from '@shared/entities/sync';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button, buttonClass } from '../components/button';
import { Notice } from '../components/form';
import { Switch } from '../components/switch';
import { toastFailure } from '../components/toast';
import { useApiMutation } from '../door/use-api';
import { countText } from '../format/quantity';
import { LastSync, nextTry, pendingText, serverText } from './sync-facts';
import { syncLook } from './sync-look';
import { conflictsPlace, pendingPlace } from './sync-places';
import { useSyncAction } from './use-sync-status';

const linkClass = 'rounded-control text-14 text-link underline';

interface Props {
  status: SyncStatus;
  connection: Connection | null;
  onClose(): void;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 justify-between gap-4">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 text-right break-words">{children}</dd>
    </div>
  );
}

/** Syncing at a glance, from every screen: how it stands, and what can be done. */
export function SyncPanel({ status, connection, onClose }: Props) {
  return (
    <div className="flex flex-col gap-3 text-14">
      <div>
        <h2 className="text-16 font-semibold">{syncLook(status).word}</h2>
        <p className="text-secondary">{syncLook(status).meaning}</p>
      </div>
      {connection ? (
        <Connected status={status} connection={connection} onClose={onClose} />
      ) : (
        <Link to="/settings/sync" className={buttonClass('primary', 'self-start')} onClick={onClose}>
          Connect a server…
        </Link>
      )}
    </div>
  );
}

function Connected({ status, connection, onClose }: Omit<Props, 'connection'> & { connection: Connection }) {
  const start = useSyncAction('sync.start');
  const cancel = useSyncAction('sync.cancel');
  const update = useApiMutation('connection.update');
  const isSyncing = status.state === 'syncing';
  const next = nextTry(status);
  return (
    <>
      {status.problem && status.would_remove === 0 && (
        <Notice kind={status.state === 'offline' ? 'pending' : 'danger'}>{status.problem}</Notice>
      )}
      <dl className="flex flex-col gap-1">
        <Fact label="Server">
          <span title={serverText(connection)} className="line-clamp-3">
            {serverText(connection)}
          </span>
        </Fact>
        <Fact label="Last synced">
          <LastSync status={status} />
        </Fact>
        {next && <Fact label="Next try">{next}</Fact>}
      </dl>
      <ul className="flex flex-col gap-1">
        <li>
          <Link to={pendingPlace} className={linkClass} onClick={onClose}>
            {pendingText(status)}
          </Link>
        </li>
        {status.conflicts > 0 && (
          <li>
            <Link to={conflictsPlace} className={linkClass} onClick={onClose}>
              {countText(status.conflicts, 'row to decide about', 'rows to decide about')}
            </Link>
          </li>
        )}
        {status.would_remove > 0 && (
          <li>
            <Link to="/settings/sync" className={linkClass} onClick={onClose}>
              {countText(status.would_remove, 'row', 'rows')} gone on the server: remove or keep?
            </Link>
          </li>
        )}
        <li>
          <Link to="/settings/sync" className={linkClass} onClick={onClose}>
            History and settings
          </Link>
        </li>
      </ul>
      <Switch
        isSelected={connection.is_offline}
        onChange={(is_offline) => update.mutate({ is_offline }, { onError: toastFailure })}
        isDisabled={update.isPending}
      >
        Work offline
      </Switch>
      <div className="flex flex-wrap gap-2">
        {isSyncing ? (
          <Button onPress={() => void cancel.run().catch(toastFailure)}>Cancel</Button>
        ) : (
          <Button
            kind="primary"
            isDisabled={connection.is_offline}
            isPending={start.isPending}
            onPress={() => void start.run().catch(toastFailure)}
          >
            Sync now
          </Button>
        )}
        {status.state === 'unauthorized' && (
          <Link to="/settings/sync" className={buttonClass()} onClick={onClose}>
            Change the key…
          </Link>
        )}
      </div>
    </>
  );
}
