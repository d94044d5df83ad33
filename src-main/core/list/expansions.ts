import { invalid } from '@shared/errors';

/**
 * The names in an `expand` text such as "meters,groups" or "prices.meters". Refuses a name that is not allowed; with
 * `allowed` null every name is.
 */
export function expansions(expand: string, allowed: readonly string[] | null): Set<string> {
  const names = expand
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const refused = allowed && names.find((name) => !allowed.includes(name));
  if (refused) throw invalid('Field is not allowed to be expanded', 'expand', { field: refused });
  return new Set(names.flatMap((name) => name.split('.')));
}
