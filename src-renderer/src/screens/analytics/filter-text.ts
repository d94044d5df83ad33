import { countText } from '../../format/quantity';
import { namesText } from './hidden-series';

/** How many names of one filter are told. */
export const mostNames = 5;

export interface Named {
  id: string;
  name: string;
}

/** "customers Fjord and Halden": what one filter leaves, by name; by number while the names are not known. */
export function filterText(ids: readonly string[], known: readonly Named[], one: string, many: string): string {
  const names = ids.slice(0, mostNames).map((id) => known.find((item) => item.id === id)?.name);
  if (!names.every((name) => name !== undefined)) return countText(ids.length, one, many);
  const rest = Array.from({ length: ids.length - names.length }, () => '');
  return `${ids.length === 1 ? one : many} ${namesText([...names, ...rest], mostNames)}`;
}
