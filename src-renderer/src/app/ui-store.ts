import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { recall, remember } from '../preferences/memory';

export type Density = 'comfortable' | 'compact';

interface UiState {
  isSidebarCollapsed: boolean;
  density: Density;
  /** Paths last opened from the palette, newest first. */
  recentPaths: string[];
  toggleSidebar(): void;
  setDensity(density: Density): void;
  noteRecent(path: string): void;
}

const memory = {
  getItem: (key: string) => recall(key) || null,
  setItem: remember,
  removeItem: (key: string) => remember(key, ''),
};

/** How the person likes the window; nothing here is data. Remembered on this machine. */
export const useUi = create<UiState>()(
  persist(
    (set) => ({
      isSidebarCollapsed: false,
      density: 'comfortable',
      recentPaths: [],
      toggleSidebar: () => set((state) => ({ isSidebarCollapsed: !state.isSidebarCollapsed })),
      setDensity: (density) => set({ density }),
      noteRecent: (path) =>
        set((state) => ({ recentPaths: [path, ...state.recentPaths.filter((one) => one !== path)].slice(0, 8) })),
    }),
    { name: 'pricebook.ui', storage: createJSONStorage(() => memory) },
  ),
);

export const rowHeights: Record<Density, number> = { comfortable: 44, compact: 32 };
export const useRowHeight = () => useUi((state) => rowHeights[state.density]);
