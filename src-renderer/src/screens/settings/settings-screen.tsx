import { useState } from 'react';
import { usePage } from '../../app/page';
import { type Density, useUi } from '../../app/ui-store';
import { Page, PageHeader } from '../../components/page-header';
import { RadioCards } from '../../components/radio-cards';
import { SearchSelect } from '../../components/search-select';
import { toastDone } from '../../components/toast';
import { useEnvironment } from '../../door/environment';
import { useApiMutation } from '../../door/use-api';
import { type Theme, themeNames, themes, useTheme } from '../../preferences/theme';

interface Zone {
  name: string;
}

/** Browsers still list some zones under names their places have given up. */
const currentNames: Record<string, string> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

const zones: readonly Zone[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')].map(
  (name) => ({ name: currentNames[name] ?? name }),
);

const densities: readonly { id: Density; label: string; description: string }[] = [
  { id: 'comfortable', label: 'Comfortable', description: 'Rows of 44 pixels' },
  { id: 'compact', label: 'Compact', description: 'Rows of 32 pixels' },
];

/** The zone in which days, weeks and months of reports are cut. */
function ReportingZone() {
  const environment = useEnvironment();
  const update = useApiMutation('environment.update');
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase().replaceAll(' ', '_');
  const change = (zone: string, before: string) =>
    update.mutate(
      { id: environment.id, timezone: zone },
      {
        onSuccess: () =>
          toastDone(`Reports of ${environment.name} are now cut in ${zone}`, { onAction: () => change(before, zone) }),
      },
    );
  return (
    <SearchSelect<Zone>
      label="Reporting time zone"
      description={`Days, weeks and months of ${environment.name} begin at midnight in this zone.`}
      value={environment.timezone}
      valueText={environment.timezone}
      items={zones.filter((zone) => zone.name.toLowerCase().includes(wanted))}
      itemKey={(zone) => zone.name}
      itemText={(zone) => zone.name}
      onSearch={setSearch}
      onChange={(zone) => zone && zone !== environment.timezone && change(zone, environment.timezone)}
      searchPlaceholder="Search time zones…"
      error={update.error?.message}
      className="max-w-110"
    />
  );
}

/** How the app looks, and how an environment's reports count days. */
export function SettingsScreen() {
  usePage('Settings', [{ label: 'Settings' }]);
  const { theme, setTheme } = useTheme();
  const { density, setDensity } = useUi();
  return (
    <Page isWide={false}>
      <PageHeader title="Settings" />
      <section className="flex flex-col gap-4">
        <h2 className="text-16 font-semibold">Appearance</h2>
        <RadioCards<Theme>
          label="Theme"
          columns={3}
          value={theme}
          onChange={setTheme}
          cards={themes.map((id) => ({ id, label: themeNames[id] }))}
        />
        <RadioCards<Density> label="List density" value={density} onChange={setDensity} cards={densities} />
      </section>
      <section className="flex flex-col gap-4">
        <h2 className="text-16 font-semibold">Reports</h2>
        <ReportingZone />
      </section>
    </Page>
  );
}
