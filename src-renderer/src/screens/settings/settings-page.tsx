import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePage } from '../../app/page';
import { type SettingsPlace, settingsPlaces } from '../../app/settings-places';
import { Page, PageHeader } from '../../components/page-header';

function SettingsNav() {
  return (
    <nav aria-label="Settings" className="shrink-0 @3xl:w-44">
      <ul className="flex flex-wrap gap-0.5 @3xl:flex-col">
        {settingsPlaces.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{ 'aria-current': 'page', className: 'bg-selected font-medium text-ink' }}
              inactiveProps={{ className: 'text-secondary hover:bg-hover hover:text-ink' }}
              className="flex h-8 items-center gap-2.5 rounded-control px-2.5 text-14"
            >
              <Icon aria-hidden size={16} className="shrink-0" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface Props {
  place: SettingsPlace['to'];
  /** What this part is for. */
  description?: ReactNode;
  children: ReactNode;
}

/** One part of Settings, beside (in a narrow window: below) the list of all parts. */
export function SettingsPage({ place, description, children }: Props) {
  const title = settingsPlaces.find(({ to }) => to === place)?.label ?? 'Settings';
  usePage(`${title} · Settings`, [{ label: 'Settings', to: '/settings' }, { label: title }]);
  return (
    <Page>
      <div className="@container mx-auto w-full max-w-290">
        <div className="flex flex-col gap-x-8 gap-y-5 @3xl:flex-row">
          <SettingsNav />
          <div className="flex max-w-240 min-w-0 flex-1 flex-col gap-6">
            <PageHeader title={title}>{description}</PageHeader>
            {children}
          </div>
        </div>
      </div>
    </Page>
  );
}
