import type { WhatIfChangeInput } from '@shared/entities/what-if';
import { create } from 'zustand';

/** What was tried last, by environment, until the app is closed: coming back to the screen finds it again. */
export const useKeptChanges = create<Record<string, readonly WhatIfChangeInput[]>>(() => ({}));
