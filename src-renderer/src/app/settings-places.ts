import { CalendarClock, Database, type LucideIcon, Palette, RefreshCw, Webhook } from 'lucide-react';

export interface SettingsPlace {
  to: '/settings' | '/settings/reports' | '/settings/data' | '/settings/sync' | '/settings/api';
  label: string;
  icon: LucideIcon;
  /** What else a person may look for it by. */
  words: string;
}

/** The parts of Settings, as their own navigation and the palette list them. */
export const settingsPlaces: readonly SettingsPlace[] = [
  { to: '/settings', label: 'Appearance', icon: Palette, words: 'theme dark light list density' },
  { to: '/settings/reports', label: 'Reports', icon: CalendarClock, words: 'time zone' },
  { to: '/settings/data', label: 'Data', icon: Database, words: 'check usage rebuild size disk events verify' },
  {
    to: '/settings/sync',
    label: 'Sync',
    icon: RefreshCw,
    words: 'server connect remote offline online flexprice api key history pull push',
  },
  { to: '/settings/api', label: 'HTTP API', icon: Webhook, words: 'server port keys sdk curl' },
];
