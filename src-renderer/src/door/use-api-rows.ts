import type { OutputOf, QueryName } from '@shared/contract';
import type { ListOf } from '@shared/list';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { RowSource } from '../components/row-source';
import { api, type PageInput } from './api';
import { useEnvironmentStore } from './environment';
import { queryKeyOf } from './query-client';

/** Queries that answer a page of a list. */
export type ListName = { [N in QueryName]: OutputOf<N> extends ListOf<infer _T> ? N : never }[QueryName];
export type RowOf<N extends ListName> = OutputOf<N> extends ListOf<infer T> ? T : never;

interface Shown<T> {
  total: number;
  pages: Map<number, T[]>;
}

const pageSize = 100;

/** The rows a list query matches, page by page: `input` is the query's without limit and offset. */
export function useApiRows<N extends ListName>(
  name: N,
  input: Omit<PageInput<N>, 'limit' | 'offset'>,
): RowSource<RowOf<N>> {
  const environmentId = useEnvironmentStore((state) => state.environment?.id ?? '');
  const question = `${environmentId} ${JSON.stringify(input)}`;
  const [view, setView] = useState({ question, first: 0, last: 0 });
  const range = view.question === question ? view : { first: 0, last: 0 };

  const pageNumbers = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index);
  const results = useQueries({
    queries: pageNumbers.map((page) => {
      const pageInput = { ...input, limit: pageSize, offset: page * pageSize } as PageInput<N>;
      return {
        queryKey: queryKeyOf(environmentId, name, pageInput),
        queryFn: async () => (await api(name, pageInput, environmentId)) as ListOf<RowOf<N>>,
      };
    }),
  });

  const answered = results.find((result) => result.data);
  const previous = useRef<Shown<RowOf<N>> | null>(null);
  const shown = useMemo<Shown<RowOf<N>> | null>(() => {
    if (!answered?.data) return null;
    const pages = new Map<number, RowOf<N>[]>();
    for (const { data } of results) {
      if (data) pages.set(data.pagination.offset / pageSize - 1, data.items);
    }
    return { total: answered.data.pagination.total, pages };
  }, [results, answered]);
  // The last full view stays on screen while a new question is answered, so typing never blanks the list.
  if (shown) previous.current = shown;
  const current = shown ?? previous.current;

  const show = useCallback(
    (first: number, last: number) => {
      const next = {
        question,
        first: Math.floor(first / pageSize),
        last: Math.floor(Math.max(first, last) / pageSize),
      };
      setView((old) =>
        old.question === next.question && old.first === next.first && old.last === next.last ? old : next,
      );
    },
    [question],
  );

  const failed = results.find((result) => result.error);
  return {
    total: current?.total ?? 0,
    at: (index) => current?.pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    show,
    isLoading: !current && !failed,
    isStale: !shown,
    error: failed?.error ?? null,
    retry: () => {
      for (const result of results) {
        if (result.error) void result.refetch();
      }
    },
  };
}
