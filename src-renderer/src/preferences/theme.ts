import { create } from 'zustand';
import { recall, remember } from './memory';

export type Theme = 'light' | 'dark' | 'system';
export const themes: readonly Theme[] = ['light', 'dark', 'system'];
export const themeNames: Record<Theme, string> = { light: 'Light', dark: 'Dark', system: 'System' };

/** Also read by public/theme.js, which paints the right theme before this module has loaded. */
const storageKey = 'pricebook.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

function paint(theme: Theme) {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

function remembered(): Theme {
  const stored = recall(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** The chosen theme; `system` follows the operating system while the app runs. */
export const useTheme = create<{ theme: Theme; setTheme(theme: Theme): void }>((set) => ({
  theme: remembered(),
  setTheme(theme) {
    remember(storageKey, theme);
    paint(theme);
    set({ theme });
  },
}));

systemIsDark.addEventListener('change', () => paint(useTheme.getState().theme));
