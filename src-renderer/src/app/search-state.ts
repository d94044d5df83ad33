import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/**
 * State that belongs in the address (filters, sort, tab, range), so that going back, links and reloads keep it.
 * Values are JSON; those equal to their default are left out of the address.
 */
export function useSearchState<T extends object>(defaults: T): [T, (change: Partial<T>) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const state = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof T & string)[]) {
    // A hand-edited address must not hand a number to code that wants a list.
    if (key in search && kindOf(search[key]) === kindOf(defaults[key])) state[key] = search[key] as T[typeof key];
  }
  const defaultsKey = JSON.stringify(defaults);
  const change = useCallback(
    (part: Partial<T>) => {
      const known = JSON.parse(defaultsKey) as Record<string, unknown>;
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
    },
    [navigate, defaultsKey],
  );
  return [state, change];
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
