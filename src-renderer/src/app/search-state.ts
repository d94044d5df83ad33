import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/**
 * State that belongs in the address (filters, sort, tab, range), so that going back, links and reloads keep it.
 * Values are JSON; those equal to their default are left out of the address. The state stays the same object until one
 * of them changes.
 */
export function useSearchState<T extends object>(defaults: T): [T, (change: Partial<T>) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const router = useRouter();
  const given = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof T & string)[]) {
    // A hand-edited address must not hand a number to code that wants a list.
    if (key in search && kindOf(search[key]) === kindOf(defaults[key])) given[key] = search[key] as T[typeof key];
  }
  const givenKey = JSON.stringify(given);
  const state = useMemo(() => JSON.parse(givenKey) as T, [givenKey]);
  const defaultsKey = JSON.stringify(defaults);
  const change = useCallback(
    (part: Partial<T>) => {
      const known = JSON.parse(defaultsKey) as Record<string, unknown>;
      const { pathname } = router.latestLocation;
      // A task of its own: what was pressed (a list that closes) is drawn before the screen answers.
      setTimeout(() => {
        // Whoever has gone elsewhere by then takes nothing along.
        if (router.latestLocation.pathname !== pathname) return;
        void navigate({
          to: '.',
          replace: true,
          search: ((old: Record<string, unknown>) => {
            const next: Record<string, unknown> = { ...old, ...part };
            for (const key of Object.keys(part)) {
              if (JSON.stringify(next[key]) === JSON.stringify(known[key])) delete next[key];
            }
            return next;
          }) as never,
        });
      });
    },
    [navigate, router, defaultsKey],
  );
  return [state, change];
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
