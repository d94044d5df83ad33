import { ErrorState, LoadingState } from '../../../components/states';
import { useEnvironment } from '../../../door/environment';
import { useApiQuery } from '../../../door/use-api';
import { EnvironmentChip } from '../environment-chip';
import { SettingsPage } from '../settings-page';
import { ConnectForm } from './connect-form';
import { ConnectedServer } from './connected-server';
import { EventPush } from './event-push';
import { NotSynced } from './not-synced';
import { RunHistory } from './run-history';
import { SyncOptions } from './sync-options';

/** The server an environment is synced with: connecting, how it stands, how changes travel, what happened. */
export function SyncScreen() {
  const environment = useEnvironment();
  const asked = useApiQuery('connection.get', {}, { keepPrevious: false });
  const connection = asked.data?.connection;
  return (
    <SettingsPage
      place="/settings/sync"
      description={
        <>
          Exchanges the catalog of <EnvironmentChip /> with a Flexprice or Pricebook server. You can always go on
          working without it.
        </>
      }
    >
      {asked.error ? (
        <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
      ) : !asked.data ? (
        <LoadingState label="Loading the connection" rows={3} />
      ) : connection ? (
        <>
          <ConnectedServer key={connection.id} connection={connection} />
          <SyncOptions key={`options of ${connection.id}`} connection={connection} />
          <EventPush key={`events of ${connection.id}`} isOffline={connection.is_offline} />
          <RunHistory key={`history of ${connection.id}`} />
        </>
      ) : (
        <ConnectForm key={environment.id} />
      )}
      <NotSynced />
    </SettingsPage>
  );
}
