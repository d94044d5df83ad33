import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Notice } from '../components/form';
import { useDoorState } from '../door/door-state';
import { useEnvironment } from '../door/environment';
import { CommandPalette } from './command-palette';
import { ShortcutSheet } from './shortcut-sheet';
import { followKeyboard, useShortcut } from './shortcuts';
import { Sidebar } from './sidebar';
import { StatusBar } from './status-bar';
import { TopBar } from './top-bar';
import { useUi } from './ui-store';
import { useGoShortcuts } from './use-go-shortcuts';

/** Moves the focus to the page's heading when the page changes, so that the keyboard starts where the eye does. */
function useFocusHeading(main: React.RefObject<HTMLElement | null>) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    let frames = 0;
    // A lazily loaded screen brings its heading some frames later.
    const look = () => {
      const heading = main.current?.querySelector('h1');
      if (heading) heading.focus();
      else if (frames++ < 60) requestAnimationFrame(look);
    };
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [path, main]);
}

function StoreFailure() {
  const failure = useDoorState((state) => state.storeFailure);
  if (!failure) return null;
  return (
    <div className="p-2">
      <Notice kind="danger">
        <strong className="font-semibold">Nothing can be saved now.</strong> {failure} Close and start Pricebook again.
      </Notice>
    </div>
  );
}

/** The window: sidebar, top bar, the screen, status bar. */
export function Shell() {
  const environment = useEnvironment();
  const main = useRef<HTMLElement>(null);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);

  useEffect(() => followKeyboard(), []);
  useFocusHeading(main);
  useGoShortcuts();
  useShortcut('Mod+K', 'Search and go to…', () => setPaletteOpen((isOpen) => !isOpen));
  useShortcut('Mod+B', 'Show or hide the sidebar', useUi.getState().toggleSidebar);
  useShortcut('?', 'Keyboard shortcuts', () => setSheetOpen(true));

  return (
    <div
      className={`flex h-full flex-col ${environment.type === 'production' ? 'border-t-3 border-danger' : ''}`}
      // A new environment is another catalog: nothing half-done may cross over.
      key={environment.id}
    >
      <a
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar onSearch={() => setPaletteOpen(true)} />
          <StoreFailure />
          <main ref={main} id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
            <Outlet />
          </main>
        </div>
      </div>
      <StatusBar />
      {isPaletteOpen && <CommandPalette onClose={() => setPaletteOpen(false)} />}
      {isSheetOpen && <ShortcutSheet onClose={() => setSheetOpen(false)} />}
    </div>
  );
}
