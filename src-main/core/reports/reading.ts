import type { CollectedUncharged } from './ledger';
import type { PartCharge } from './report-dimension';
import type { Entry } from './report-groups';

/** What a report is made of, whatever its entries are. */
export interface Reading {
  /** All that was charged, in whatever pieces. */
  charges: PartCharge[];
  uncharged: (CollectedUncharged & { part?: string | null })[];
  /**
   * The dearest entries of each currency, at most so many, and what is beyond them as one. Whether their windows will be
   * looked at decides what is read; `isKept` lets further entries stay.
   */
  tell(most: number, choices: TellChoices): Entry[];
}

export interface TellChoices {
  windows: boolean;
  isKept?: (entry: Pick<Entry, 'id' | 'currency'>) => boolean;
}
