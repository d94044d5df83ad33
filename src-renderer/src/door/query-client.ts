import { QueryClient } from '@tanstack/react-query';

/** Everything is local: nothing goes stale by time, the network's state means nothing, a refusal is final. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Query keys are [environment id, procedure, input, …]. */
export const queryKeyOf = (environmentId: string, name: string, input: unknown) =>
  [environmentId, name, input] as const;
