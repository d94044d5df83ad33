import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Which groups of the breakdown are closed, remembered on this machine. */
export const useClosedGroups = create<{ closed: string[]; setClosed(closed: ReadonlySet<string>): void }>()(
  persist((set) => ({ closed: [], setClosed: (closed) => set({ closed: [...closed] }) }), {
    name: 'pricebook.breakdown',
    partialize: ({ closed }) => ({ closed }),
  }),
);

/** Which optional columns the breakdown of Analytics has, remembered on this machine. */
export const useBreakdownColumns = create<{ columns: string[]; setColumns(columns: readonly unknown[]): void }>()(
  persist((set) => ({ columns: [], setColumns: (columns) => set({ columns: columns.map(String) }) }), {
    name: 'pricebook.breakdown-columns',
    partialize: ({ columns }) => ({ columns }),
  }),
);
