import { useEffect, useRef } from 'react';

export interface Shortcut {
  /** A letter ("C", "/", "?"), a chord ("Mod+B") or two letters in turn ("G P"). */
  keys: string;
  /** What it does, for the shortcut sheet. */
  label: string;
  run(): void;
}

const active: Shortcut[] = [];

/** The shortcuts of this moment, newest first: a screen's own come before the app's. */
export const activeShortcuts = (): readonly Shortcut[] => [...active].reverse();

/** Registers a shortcut while the component is mounted. Letters never fire while typing or in a dialog. */
export function useShortcut(keys: string, label: string, run: () => void, isEnabled = true) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!isEnabled) return;
    const shortcut = { keys, label, run: () => latest.current() };
    active.push(shortcut);
    return () => {
      active.splice(active.indexOf(shortcut), 1);
    };
  }, [keys, label, isEnabled]);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select') !== null);

const hasOverlay = () =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null;

const pairMs = 1200;

/** Follows the keyboard of the window. Call once; returns how to stop. */
export function followKeyboard(): () => void {
  let first: { key: string; at: number } | null = null;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const isChord = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (!isChord && (isTyping(event.target) || hasOverlay())) return;

    const pair = first && event.timeStamp - first.at < pairMs ? `${first.key} ${key}` : null;
    const pressed = isChord ? `Mod+${event.shiftKey ? 'Shift+' : ''}${key}` : key;
    const known = activeShortcuts();
    const shortcut = known.find(({ keys }) => keys === pair) ?? known.find(({ keys }) => keys === pressed);
    const startsPair = !isChord && known.some(({ keys }) => keys.startsWith(`${key} `));
    first = startsPair && !shortcut ? { key, at: event.timeStamp } : null;
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  };

  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
