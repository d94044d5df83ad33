import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { useUi } from './ui-store';

/** Below this width (also a wide window at 200 % zoom) the open sidebar would leave too little for the screen. */
const narrow = matchMedia('(max-width: 860px)');

function followWidth(notify: () => void) {
  narrow.addEventListener('change', notify);
  return () => narrow.removeEventListener('change', notify);
}

/** In a narrow window the sidebar is closed until opened, and that is not remembered. */
const useNarrow = create<{ isOpen: boolean }>(() => ({ isOpen: false }));

/** Whether the sidebar shows icons only, and how to change that. */
export function useSidebar(): { isCollapsed: boolean; toggleSidebar(): void } {
  const isNarrow = useSyncExternalStore(followWidth, () => narrow.matches);
  const isOpenNarrow = useNarrow((state) => state.isOpen);
  const { isSidebarCollapsed, toggleSidebar } = useUi();
  if (!isNarrow) return { isCollapsed: isSidebarCollapsed, toggleSidebar };
  return { isCollapsed: !isOpenNarrow, toggleSidebar: () => useNarrow.setState({ isOpen: !isOpenNarrow }) };
}
