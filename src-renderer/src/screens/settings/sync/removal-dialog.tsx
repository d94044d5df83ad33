import { useSyncAction } from '../../../app/use-sync-status';
import { Button } from '../../../components/button';
import { Dialog } from '../../../components/dialog';
import { Notice } from '../../../components/form';
import { ErrorState, LoadingState } from '../../../components/states';
import { toastDone } from '../../../components/toast';
import { useEnvironment } from '../../../door/environment';
import { useApiQuery } from '../../../door/use-api';
import { countText, formatCount } from '../../../format/quantity';
import { entityWord } from './entity-word';

const shownRows = 200;

/** A full check found more gone on the server than it removes without asking: what would go, and whether it may. */
export function RemovalDialog({ onClose }: { onClose(): void }) {
  const environment = useEnvironment();
  const asked = useApiQuery('sync.removals', {});
  const start = useSyncAction('sync.start');
  const keep = useSyncAction('sync.keepRows');
  const items = asked.data?.items ?? [];
  const error = start.error ?? keep.error;
  const answer = (run: Promise<unknown>, message: string) =>
    void run
      .then(() => {
        toastDone(message);
        onClose();
      })
      // The dialog shows the refusal.
      .catch(() => undefined);
  return (
    <Dialog
      title="Gone on the server"
      size="medium"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            Decide later
          </Button>
          <Button
            isDisabled={items.length === 0}
            isPending={keep.isPending}
            onPress={() => answer(keep.run(), 'They stay here. The next full check, in a day, asks again.')}
          >
            Keep
          </Button>
          <Button
            isDisabled={items.length === 0}
            isPending={start.isPending}
            onPress={() =>
              answer(start.run({ send_again: true }), 'A full check sends what is still gone on the server again.')
            }
          >
            Send again
          </Button>
          <Button
            kind="danger"
            isDisabled={items.length === 0}
            isPending={start.isPending}
            onPress={() =>
              answer(start.run({ may_remove: true }), 'A full check removes what is still gone on the server.')
            }
          >
            Remove
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-14 text-secondary">
        {error && <Notice kind="danger">{error.message}</Notice>}
        <p>
          The server does not have {asked.data ? countText(items.length, 'row', 'rows') : 'some rows'} of{' '}
          {environment.name} any more. <b>Remove</b> archives them here and ends their prices now; past usage and
          reports stay. <b>Send again</b> makes them there anew, as they are here and with their lookup keys.{' '}
          <b>Keep</b> leaves them as they are: they stay here though the server lacks them, and are not sent to it.
        </p>
        {asked.error ? (
          <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
        ) : asked.data ? (
          <section
            aria-label="What would go"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
            tabIndex={0}
            className="max-h-80 overflow-y-auto rounded-control border border-line"
          >
            <ul aria-label="What would go" className="flex flex-col">
              {items.slice(0, shownRows).map(({ entity, id, name }) => (
                <li key={`${entity} ${id}`} className="flex gap-3 border-b border-line px-3 py-1.5 last:border-0">
                  <span className="w-16 shrink-0 text-muted">{entityWord(entity)}</span>
                  <span className="min-w-0 break-words text-ink">{name || '—'}</span>
                </li>
              ))}
              {items.length > shownRows && (
                <li className="px-3 py-1.5 text-muted">and {formatCount(items.length - shownRows)} more</li>
              )}
            </ul>
          </section>
        ) : (
          <LoadingState label="Loading what would go" rows={4} />
        )}
      </div>
    </Dialog>
  );
}
