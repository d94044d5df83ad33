import { Monitor, Moon, PanelLeft, Search, Sun } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { Breadcrumbs } from '../components/breadcrumbs';
import { IconButton } from '../components/icon-button';
import { KeyHint } from '../components/key-hint';
import { ActionMenu } from '../components/menu';
import { themeNames, themes, useTheme } from '../preferences/theme';
import { usePageStore } from './page';
import { useSidebar } from './use-sidebar';

const themeIcons = { light: Sun, dark: Moon, system: Monitor };

function ThemeMenu() {
  const { theme, setTheme } = useTheme();
  const Icon = themeIcons[theme];
  return (
    <ActionMenu
      label="Theme"
      trigger={<IconButton label={`Theme: ${themeNames[theme]}`} icon={<Icon size={18} />} />}
      actions={themes.map((one) => {
        const ThemeIcon = themeIcons[one];
        return {
          id: one,
          label: themeNames[one],
          icon: <ThemeIcon aria-hidden size={16} />,
          onAction: () => setTheme(one),
        };
      })}
    />
  );
}

/** Above the screen: sidebar switch, where we are, search, theme. */
export function TopBar({ onSearch }: { onSearch(): void }) {
  const crumbs = usePageStore((state) => state.crumbs);
  const { toggleSidebar } = useSidebar();
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3">
      <IconButton
        label="Show or hide the sidebar"
        shortcut="Mod+B"
        icon={<PanelLeft size={18} />}
        onPress={toggleSidebar}
      />
      <Breadcrumbs crumbs={crumbs} />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <AriaButton
          onPress={onSearch}
          className="flex h-8 w-56 items-center gap-2 rounded-control border border-control bg-surface px-2.5 text-14 text-muted hover:bg-hover max-md:w-auto"
        >
          <Search aria-hidden size={16} />
          <span className="flex-1 text-left max-md:sr-only">Search</span>
          <KeyHint keys="Mod+K" />
        </AriaButton>
        <ThemeMenu />
      </div>
    </header>
  );
}
