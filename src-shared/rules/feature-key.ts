import { maxLookupKeyLength } from './lookup-key';

/**
 * The lookup key of a feature that is created without one (wire contract 5.2): plain letters in lower case, digits, and
 * `_` for every run of anything else: `GPU hours` gives `gpu_hours`, `Égress` gives `gress`. Screens suggest a kinder one.
 */
export const defaultFeatureKey = (name: string): string =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '')
    .join('_')
    .slice(0, maxLookupKeyLength)
    .replace(/_$/, '');
