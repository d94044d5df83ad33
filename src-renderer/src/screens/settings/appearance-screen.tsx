import { type Density, useUi } from '../../app/ui-store';
import { RadioCards } from '../../components/radio-cards';
import { type Theme, themeNames, themes, useTheme } from '../../preferences/theme';
import { SettingsPage } from './settings-page';

const densities: readonly { id: Density; label: string; description: string }[] = [
  { id: 'comfortable', label: 'Comfortable', description: 'Rows of 44 pixels' },
  { id: 'compact', label: 'Compact', description: 'Rows of 32 pixels' },
];

/** How the app looks on this machine. */
export function AppearanceScreen() {
  const { theme, setTheme } = useTheme();
  const { density, setDensity } = useUi();
  return (
    <SettingsPage place="/settings" description="How Pricebook looks on this computer.">
      <RadioCards<Theme>
        label="Theme"
        columns={3}
        className="max-w-160"
        value={theme}
        onChange={setTheme}
        cards={themes.map((id) => ({ id, label: themeNames[id] }))}
      />
      <RadioCards<Density>
        label="List density"
        className="max-w-160"
        value={density}
        onChange={setDensity}
        cards={densities}
      />
    </SettingsPage>
  );
}
