import { Button as AriaButton } from 'react-aria-components';
import { PopoverPanel } from '../components/popover-panel';
import { toastFailure } from '../components/toast';
import { WithTooltip } from '../components/tooltip';
import { WorkProgress } from '../components/work-progress';
import { useApiQuery } from '../door/use-api';
import { percentOf } from '../format/percent';
import { formatCount } from '../format/quantity';
import { SyncTooltip } from './sync-facts';
import { syncLook } from './sync-look';
import { SyncPanel } from './sync-panel';
import { useAnnounced } from './use-announced';
import { useCalmStatus, useSyncAction, useSyncStatus } from './use-sync-status';

/** How syncing stands, in the status bar of every screen; opens what can be done about it. */
export function SyncItem() {
  const status = useCalmStatus(useSyncStatus().data);
  const connection = useApiQuery('connection.get', {}, { keepPrevious: false }).data?.connection ?? null;
  const cancel = useSyncAction('sync.cancel');
  const isSyncing = status?.state === 'syncing';
  const announced = useAnnounced(!status || isSyncing ? null : `Sync: ${syncLook(status).word}`);
  if (!status) return null;
  const { icon: Icon, word, className } = syncLook(status);
  const { progress } = status;
  const pending = connection && !isSyncing && status.pending > 0 ? `· ${formatCount(status.pending)} pending` : '';
  return (
    <>
      <PopoverPanel
        label="Sync"
        className="w-90 max-w-full"
        trigger={
          <WithTooltip text={<SyncTooltip status={status} connection={connection} />}>
            <AriaButton
              // What is said contains what is seen, so that speech control finds it.
              aria-label={`Sync: ${[word, pending].filter(Boolean).join(' ')}`}
              className="flex h-6 shrink-0 items-center gap-1.5 rounded-control px-1.5 hover:bg-hover"
            >
              <Icon aria-hidden size={14} className={className} />
              {word}
              {pending && <span className="text-muted">{pending}</span>}
            </AriaButton>
          </WithTooltip>
        }
      >
        {(close) => <SyncPanel status={status} connection={connection} onClose={close} />}
      </PopoverPanel>
      {isSyncing && (
        <WorkProgress
          label="Syncing"
          isLabelHidden
          percent={progress ? percentOf(progress.done, progress.total) : null}
          onCancel={() => void cancel.run().catch(toastFailure)}
        />
      )}
      <span className="sr-only" aria-live="polite">
        {announced}
      </span>
    </>
  );
}
