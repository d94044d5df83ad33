import { create } from 'zustand';
import { persist } from 'zustand/middleware';

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
    { name: 'pricebook.ui' },
  ),
);

export const rowHeights: Record<Density, number> = { comfortable: 44, compact: 32 };
export const useRowHeight = () => useUi((state) => rowHeights[state.density]);
