import { useState } from 'react';
import { SearchSelect } from '../../components/search-select';
import { toastDone } from '../../components/toast';
import { useEnvironment } from '../../door/environment';
import { useApiMutation } from '../../door/use-api';
import { SettingsPage } from './settings-page';

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

/** How an environment's reports count days. */
export function ReportsScreen() {
  return (
    <SettingsPage place="/settings/reports" description="How reports cut usage into days.">
      <ReportingZone />
    </SettingsPage>
  );
}
