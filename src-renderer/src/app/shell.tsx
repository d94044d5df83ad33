import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Notice } from '../components/form';
import { useDoorState } from '../door/door-state';
import { useEnvironment } from '../door/environment';
import { useMenuCommand } from '../door/menu-commands';
import { useTheme } from '../preferences/theme';
import { usePrintInLight } from '../preferences/use-print-in-light';
import '../styles/print.css';
import { CommandPalette } from './command-palette';
import { places } from './places';
import { ShortcutSheet } from './shortcut-sheet';
import { followKeyboard, useShortcuts } from './shortcuts';
import { Sidebar } from './sidebar';
import { StatusBar } from './status-bar';
import { TopBar } from './top-bar';
import { useFailedSchedules } from './use-failed-schedules';
import { useFocusHeading } from './use-focus-heading';
import { useJobMessages } from './use-job-messages';
import { useSidebar } from './use-sidebar';

/** What the native menu and the keyboard can do everywhere. */
function useCommands(openPalette: () => void, openSheet: () => void) {
  const navigate = useNavigate();
  const setTheme = useTheme((state) => state.setTheme);
  const { toggleSidebar } = useSidebar();
  useMenuCommand('quick-search', openPalette);
  useMenuCommand('import-usage', () => void navigate({ to: '/imports' }));
  useMenuCommand('theme-light', () => setTheme('light'));
  useMenuCommand('theme-dark', () => setTheme('dark'));
  useMenuCommand('theme-system', () => setTheme('system'));
  useShortcuts(
    [
      { keys: 'Mod+K', label: 'Search and go to…', run: openPalette },
      { keys: 'Mod+B', label: 'Show or hide the sidebar', run: toggleSidebar },
      { keys: '?', label: 'Keyboard shortcuts', run: openSheet },
      ...places.map(({ to, label, letter }) => ({
        keys: `G ${letter}`,
        label: `Go to ${label}`,
        run: () => void navigate({ to }),
      })),
    ],
    'app',
  );
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
  useJobMessages();
  useFailedSchedules();
  usePrintInLight();
  useCommands(
    () => setPaletteOpen(true),
    () => setSheetOpen(true),
  );

  return (
    <div className={`flex h-full flex-col ${environment.type === 'production' ? 'border-t-3 border-danger' : ''}`}>
      <button
        type="button"
        onClick={() => main.current?.focus()}
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the page
      </button>
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar onSearch={() => setPaletteOpen(true)} />
          <StoreFailure />
          {/* A new environment is another catalog: nothing half-done on a screen may cross over. */}
          <main
            key={environment.id}
            ref={main}
            tabIndex={-1}
            className="relative min-h-0 flex-1 overflow-y-auto outline-none"
          >
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
