import { useEnvironment } from '../../door/environment';
import { queryClient, queryKeyOf } from '../../door/query-client';
import { useApiMutation, useApiQuery } from '../../door/use-api';

/** How the v1 API of this program stands. */
export const useApiServer = () => useApiQuery('apiServer.get', {});

/** Switches it or moves it to another port. Its answer shows at once, so that the switch never springs back. */
export function useUpdateApiServer() {
  const environment = useEnvironment();
  const update = useApiMutation('apiServer.update');
  const run = (input: Parameters<typeof update.mutate>[0]) =>
    update.mutateAsync(input).then((server) => {
      queryClient.setQueryData(queryKeyOf(environment.id, 'apiServer.get', {}), server);
      return server;
    });
  return { ...update, run };
}
