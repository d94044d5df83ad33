import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Which groups of the breakdown are closed, remembered on this machine. */
export const useClosedGroups = create<{ closed: string[]; setClosed(closed: ReadonlySet<string>): void }>()(
  persist((set) => ({ closed: [], setClosed: (closed) => set({ closed: [...closed] }) }), {
    name: 'pricebook.breakdown',
    partialize: ({ closed }) => ({ closed }),
  }),
);
