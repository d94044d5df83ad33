import { useEffect, useRef } from 'react';

export interface Shortcut {
  /** A key ("C", "/", "?"), a chord ("Mod+B") or two letters in turn ("G P"). */
  keys: string;
  /** What it does, for the shortcut sheet. */
  label: string;
  run(): void;
}

/** Those of the screen come before those of the app around it. */
type Scope = 'screen' | 'app';

const active: Record<Scope, Shortcut[]> = { screen: [], app: [] };

/** The shortcuts of this moment: the screen's first. */
export const activeShortcuts = (): readonly Shortcut[] => [...active.screen, ...active.app];

/** Registers shortcuts while the component is mounted. Single keys never fire while typing or in a dialog. */
export function useShortcuts(shortcuts: readonly Shortcut[], scope: Scope = 'screen') {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = JSON.stringify(shortcuts.map(({ keys, label }) => [keys, label]));
  useEffect(() => {
    const registered = (JSON.parse(names) as [string, string][]).map(([keys, label], index) => ({
      keys,
      label,
      run: () => latest.current[index]?.run(),
    }));
    active[scope].push(...registered);
    return () => {
      active[scope] = active[scope].filter((shortcut) => !registered.includes(shortcut));
    };
  }, [names, scope]);
}

/** Registers one shortcut of a screen while the component is mounted (and `isEnabled`). */
export function useShortcut(keys: string, label: string, run: () => void, isEnabled = true) {
  useShortcuts(isEnabled ? [{ keys, label, run }] : []);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select') !== null);

const hasOverlay = () =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null;

/** The second letter of a pair must follow within this time. */
const pairMs = 1200;

/** Follows the keyboard of the window. Call once; returns how to stop. */
export function followKeyboard(): () => void {
  let first: { key: string; at: number } | null = null;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const isChord = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (hasOverlay() || (!isChord && isTyping(event.target))) return;

    const pair = first && event.timeStamp - first.at < pairMs ? `${first.key} ${key}` : null;
    const pressed = isChord ? `Mod+${event.shiftKey ? 'Shift+' : ''}${key}` : key;
    const known = activeShortcuts();
    const shortcut = known.find(({ keys }) => keys === pair) ?? known.find(({ keys }) => keys === pressed);
    const startsPair = !isChord && !shortcut && known.some(({ keys }) => keys.startsWith(`${key} `));
    first = startsPair ? { key, at: event.timeStamp } : null;
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  };

  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
