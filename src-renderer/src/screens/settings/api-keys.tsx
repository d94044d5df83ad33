import type { ApiKey } from '@shared/entities/api-key';
import { KeyRound, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { useCreating } from '../../app/use-creating';
import { Button } from '../../components/button';
import { DataTable } from '../../components/data-table';
import { rowsOf } from '../../components/row-source';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { Switch } from '../../components/switch';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { formatCount } from '../../format/quantity';
import { apiKeyColumns } from './api-key-columns';
import { CreateKeyDialog } from './create-key-dialog';
import { EnvironmentChip } from './environment-chip';
import { RevokeKeyDialog } from './revoke-key-dialog';

interface ListProps {
  keys: readonly ApiKey[];
  isWithRevoked: boolean;
  onShowRevoked(): void;
  onCreate(): void;
  onRevoke(key: ApiKey): void;
}

function KeyList({ keys, isWithRevoked, onShowRevoked, onCreate, onRevoke }: ListProps) {
  const environment = useEnvironment();
  const shown = isWithRevoked ? keys : keys.filter((key) => key.revoked_at === null);
  const isAllRevoked = keys.length > 0 && shown.length === 0;
  return (
    <div className="flex max-h-120 min-h-0 flex-col">
      <DataTable
        label={`API keys of ${environment.name}`}
        rows={rowsOf(shown)}
        columns={apiKeyColumns}
        rowKey={(key) => key.id}
        rowText={(key) => key.name}
        rowActions={(key) =>
          key.revoked_at === null
            ? [{ id: 'revoke', label: 'Revoke…', isDangerous: true, onAction: () => onRevoke(key) }]
            : []
        }
        empty={
          <EmptyState
            title={isAllRevoked ? 'Every key has been revoked' : `No API keys of ${environment.name} yet`}
            icon={<KeyRound aria-hidden size={24} />}
            actions={
              <>
                {isAllRevoked && <Button onPress={onShowRevoked}>Show revoked</Button>}
                <Button onPress={onCreate}>Create key…</Button>
              </>
            }
          >
            Programs sign in to the API with a key. One made here reaches the data of {environment.name} only, and may
            be limited to reading.
          </EmptyState>
        }
      />
    </div>
  );
}

/** The keys of the current environment, live ones first to see. */
export function ApiKeys() {
  const environment = useEnvironment();
  const keys = useApiQuery('apiKey.list', {});
  const { refetch } = keys;
  // Keys are also made and revoked by the command line, which cannot tell this program.
  useEffect(() => void refetch(), [refetch]);
  const [{ revoked }, setView] = useSearchState({ revoked: false });
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const { isCreating, begin, end } = useCreating();
  useShortcut('C', 'Create an API key', begin);
  const items = keys.data?.items ?? [];
  const revokedCount = items.filter((key) => key.revoked_at !== null).length;

  return (
    <section aria-labelledby="api-keys" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-[min(16rem,100%)] flex-1">
          <div className="flex flex-wrap items-center gap-2">
            <h2 id="api-keys" className="text-16 font-semibold">
              API keys
            </h2>
            <EnvironmentChip />
          </div>
          <p className="mt-1 text-14 text-secondary">
            These keys reach {environment.name} only. Switch the environment to see another’s keys.
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-4">
          {revokedCount > 0 && (
            <Switch isSelected={revoked} onChange={(isOn) => setView({ revoked: isOn })}>
              Show revoked ({formatCount(revokedCount)})
            </Switch>
          )}
          <Button kind="primary" icon={<Plus aria-hidden size={16} />} onPress={begin}>
            Create key…
          </Button>
        </div>
      </div>
      {keys.error ? (
        <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
      ) : !keys.data ? (
        <LoadingState label="Loading the API keys" rows={3} />
      ) : (
        <KeyList
          keys={items}
          isWithRevoked={revoked}
          onShowRevoked={() => setView({ revoked: true })}
          onCreate={begin}
          onRevoke={setRevoking}
        />
      )}
      {isCreating && <CreateKeyDialog onClose={end} />}
      {revoking && <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </section>
  );
}
