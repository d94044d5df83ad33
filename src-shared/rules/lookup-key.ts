import { foldText } from './fold-text';

/** The longest lookup key the wire contract stores. */
export const maxLookupKeyLength = 255;

/** Lower case, accents folded, every run of other characters one `separator`, none at either end. */
function slug(text: string, separator: '-' | '_'): string {
  const parts = foldText(text).split(/[^a-z0-9]+/);
  return parts.filter((part) => part !== '').join(separator);
}

/** Cuts a key to its limit without leaving a separator at the end. */
const cut = (key: string, length: number) => key.slice(0, length).replace(/[-_]+$/, '');

const prefixed = (prefix: string, name: string): string => {
  const text = slug(name, '-');
  return text === '' ? '' : cut(`${prefix}-${text}`, maxLookupKeyLength);
};

/** The lookup key suggested for a group's name: `R&D / Ops ` gives `group-r-d-ops`; "" when nothing is left of the name. */
export const groupLookupKey = (name: string): string => prefixed('group', name);

/** The lookup key suggested for a plan's name: `Base Plan` gives `plan-base-plan`; "" when nothing is left of the name. */
export const planLookupKey = (name: string): string => prefixed('plan', name);

/** The lookup key suggested for a feature's name: `GPU hours` gives `gpu_hours`, `Égress` gives `egress`. */
export const featureLookupKey = (name: string): string => cut(slug(name, '_'), maxLookupKeyLength);

/** The nth variant of a taken key: `group-tokens-2`. */
export function numberedKey(key: string, n: number): string {
  const suffix = `-${n}`;
  return `${cut(key, maxLookupKeyLength - suffix.length)}${suffix}`;
}
