import type { WhatIfChangeInput } from '@shared/entities/what-if';
import { create } from 'zustand';

export interface KeptTry {
  changes: readonly WhatIfChangeInput[];
  /** On which days, as the address says it. */
  range: string;
  from: string;
  to: string;
  /** Id of the saved what-if they come from; "" for none. */
  saved: string;
}

/** What was tried last, by environment, until the app is closed: coming back to the screen finds it again. */
export const useKeptChanges = create<Record<string, KeptTry>>(() => ({}));
