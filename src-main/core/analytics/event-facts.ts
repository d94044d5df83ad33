import type { UsageInput } from '@shared/entities/analytics';
import { propertyReader, tokenText } from '@shared/rules/event-property';
import type { Store } from '../store/open';
import { sourceNames } from '../usage/raw-usage';
import type { RawEvent } from './raw-events';

/** A request's source and property filters: the text of a property must equal one of the values (wire contract 6.5). */
export function eventFilter(
  { sqlite }: Store,
  { sources, property_filters }: Pick<UsageInput, 'sources' | 'property_filters'>,
): (event: RawEvent) => boolean {
  const names = sourceNames(sqlite);
  const wantedSources = sources.length > 0 ? new Set(sources) : null;
  const properties = Object.entries(property_filters)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => ({ read: propertyReader(name), values: new Set(values) }));
  return ([, , , source, text]) => {
    if (wantedSources && !wantedSources.has(names(source))) return false;
    return properties.every(({ read, values }) => {
      const token = read(text);
      return token !== undefined && values.has(tokenText(token));
    });
  };
}

/** Reads what an event says of `source` or `properties.<name>`: the text; null when it lacks it. */
export function factReader({ sqlite }: Pick<Store, 'sqlite'>, name: string): (event: RawEvent) => string | null {
  if (name === 'source') {
    const names = sourceNames(sqlite);
    return ([, , , source]) => names(source) || null;
  }
  const read = propertyReader(name.slice('properties.'.length));
  return ([, , , , text]) => {
    const token = read(text);
    return token === undefined ? null : tokenText(token);
  };
}
