import type { MutationName, OutputOf, QueryName } from '@shared/contract';
import { keepPreviousData, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { type ApiError, api, type PageInput } from './api';
import { useEnvironmentStore } from './environment';
import { keepProgress } from './progress';
import { queryKeyOf } from './query-client';

interface QueryOptions {
  /** False: not asked yet (an answer it needs is missing). */
  enabled?: boolean;
  /** Show the last answer while a changed input is answered. Default true. */
  keepPrevious?: boolean;
}

/** Reports may read for seconds: a changed question withdraws the one before. */
const isLong = (name: QueryName) =>
  name.startsWith('report.') || name.startsWith('analytics.') || name.startsWith('whatIf.');

/** Asks a query and keeps its answer fresh: it is asked again when a change touches it. */
export function useApiQuery<N extends QueryName>(
  name: N,
  input: PageInput<N>,
  { enabled = true, keepPrevious = true }: QueryOptions = {},
): UseQueryResult<OutputOf<N>, ApiError> {
  const environmentId = useEnvironmentStore((state) => state.environment?.id ?? '');
  const queryKey = queryKeyOf(environmentId, name, input);
  return useQuery<OutputOf<N>, ApiError>({
    queryKey,
    queryFn: (context) =>
      // Whoever reads the signal is stopped when nobody wants the answer any more.
      isLong(name) ? askForLong(name, input, environmentId, context.signal) : api(name, input, environmentId),
    enabled,
    ...(keepPrevious && { placeholderData: keepPreviousData<OutputOf<N>> as never }),
  });
}

async function askForLong<N extends QueryName>(
  name: N,
  input: PageInput<N>,
  environmentId: string,
  signal: AbortSignal,
): Promise<OutputOf<N>> {
  const queryKey = queryKeyOf(environmentId, name, input);
  try {
    return await api(name, input, environmentId, signal, (percent) => keepProgress(queryKey, percent));
  } finally {
    keepProgress(queryKey, null);
  }
}

/** A change. Queries refresh themselves when it is committed; `mutateAsync` throws ApiError. */
export function useApiMutation<N extends MutationName>(name: N) {
  return useMutation<OutputOf<N>, ApiError, PageInput<N>>({ mutationFn: (input) => api(name, input) });
}
