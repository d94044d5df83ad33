import { codeOfNone } from '../usage/fact-days';
import type { FactFilter } from './event-filter';
import { refuseTooManyParts } from './report-question';

/** The parts that a report tells apart, by code: those that are kept have theirs already. */
export interface PartCodes {
  codeOf(part: string | null): number;
  partOf(code: number): string | null;
  /** Takes a part as seen in what is read. Refuses more of them than memory should hold. */
  see(code: number): void;
}

/** `kept` are the values of the codes from 1 on. */
export function partCodes(name: string, kept: readonly string[]): PartCodes {
  const parts: (string | null)[] = [null, ...kept];
  const codes = new Map<string | null, number>(parts.map((part, code) => [part, code]));
  const seen: boolean[] = [];
  let count = 0;
  return {
    codeOf(part) {
      let code = part === null ? codeOfNone : codes.get(part);
      if (code === undefined) {
        code = parts.push(part) - 1;
        codes.set(part, code);
      }
      return code;
    },
    partOf: (code) => parts[code] ?? null,
    see(code) {
      if (seen[code]) return;
      seen[code] = true;
      count += 1;
      refuseTooManyParts(count, name);
    },
  };
}

/** No value that passes. */
export const codeOfOthers = -1;

/** The codes of the values that pass a filter; all others are one, which stands for none of them. */
export function filterCodes({ name, values }: FactFilter, kept: readonly string[]): PartCodes {
  const codes = new Map<string | null, number>();
  let next = kept.length + 1;
  const keptCodes = new Map(kept.map((value, index) => [value, index + 1]));
  for (const value of values) codes.set(value, keptCodes.get(value) ?? next++);
  // An event without a source has an empty one; without a property it has none.
  if (name === 'source' && values.has('')) codes.set(null, codeOfNone);
  return { codeOf: (value) => codes.get(value) ?? codeOfOthers, partOf: () => null, see: () => {} };
}
