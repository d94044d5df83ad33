import { codeOfNone } from '../usage/fact-days';
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
