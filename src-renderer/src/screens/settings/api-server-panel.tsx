import type { ApiServer } from '@shared/entities/api-server';
import { Button } from '../../components/button';
import { Chip, type ChipKind } from '../../components/chip';
import { Notice } from '../../components/form';
import { ErrorState, LoadingState } from '../../components/states';
import { Switch } from '../../components/switch';
import { ApiAddress } from './api-address';
import { PortForm } from './port-form';
import { useApiServer, useUpdateApiServer } from './use-api-server';

const stateChips: Record<ApiServer['state'], { kind: ChipKind; word: string }> = {
  off: { kind: 'neutral', word: 'Off' },
  starting: { kind: 'pending', word: 'Starting…' },
  on: { kind: 'ok', word: 'On' },
  failed: { kind: 'danger', word: 'Not running' },
};

function ServerSwitch({ server }: { server: ApiServer }) {
  const update = useUpdateApiServer();
  const wanted = update.isPending ? update.variables?.enabled : undefined;
  const { kind, word } = stateChips[wanted && server.state === 'off' ? 'starting' : server.state];
  // A refusal is shown below; nothing else waits for it.
  const change = (enabled: boolean) => void update.run({ enabled }).catch(() => undefined);
  return (
    <>
      <div className="flex items-start justify-between gap-4">
        <Switch
          isSelected={wanted ?? server.enabled}
          onChange={change}
          description="Only programs on this computer reach it, and only with a key. It runs while Pricebook does, and again after the next start."
        >
          <span className="font-medium">Serve the v1 API on this computer</span>
        </Switch>
        <span role="status">
          <span className="sr-only">The API: </span>
          <Chip kind={kind}>{word}</Chip>
        </span>
      </div>
      {update.error && <Notice kind="danger">{update.error.message}</Notice>}
      {server.state === 'failed' && (
        <Notice kind="danger">
          <p>{server.message ?? 'The API could not be switched on.'}</p>
          <Button className="mt-2" isPending={update.isPending} onPress={() => change(true)}>
            Try again
          </Button>
        </Notice>
      )}
    </>
  );
}

/** The switch of the v1 API, how it stands, and where it listens. */
export function ApiServerPanel() {
  const server = useApiServer();
  if (server.error) return <ErrorState error={server.error} onRetry={() => void server.refetch()} />;
  if (!server.data) return <LoadingState label="Loading the state of the API" rows={3} />;
  return (
    <section aria-label="The server" className="flex flex-col gap-4 rounded-sheet border border-line p-4">
      <ServerSwitch server={server.data} />
      {server.data.url && <ApiAddress url={server.data.url} />}
      <PortForm server={server.data} />
    </section>
  );
}
