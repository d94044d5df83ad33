import { Link } from '@tanstack/react-router';
import { EnvironmentSwitcher } from './environment-switcher';
import { type Place, placeSections } from './places';
import { useSidebar } from './use-sidebar';

function PlaceLink({ place, isCollapsed }: { place: Place; isCollapsed: boolean }) {
  const Icon = place.icon;
  return (
    <Link
      to={place.to}
      activeProps={{ 'aria-current': 'page', className: 'bg-selected font-medium text-ink' }}
      inactiveProps={{ className: 'text-secondary hover:bg-hover hover:text-ink' }}
      aria-label={isCollapsed ? place.label : undefined}
      title={isCollapsed ? place.label : undefined}
      className={`flex h-8 items-center gap-2.5 rounded-control text-14 ${isCollapsed ? 'justify-center' : 'px-2.5'}`}
    >
      <Icon aria-hidden size={18} className="shrink-0" />
      {!isCollapsed && place.label}
    </Link>
  );
}

/** Where one is and where one can go. */
export function Sidebar() {
  const { isCollapsed } = useSidebar();
  return (
    <div className={`flex shrink-0 flex-col border-r border-line bg-sunken ${isCollapsed ? 'w-14' : 'w-60'}`}>
      <div className="p-2">
        <EnvironmentSwitcher isCollapsed={isCollapsed} />
      </div>
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-2">
        {placeSections.map((section) => (
          <div key={section.heading}>
            <h2 className={isCollapsed ? 'sr-only' : 'px-2.5 pb-1 text-12 font-medium text-muted'}>
              {section.heading}
            </h2>
            <ul className="flex flex-col gap-0.5">
              {section.places.map((place) => (
                <li key={place.to}>
                  <PlaceLink place={place} isCollapsed={isCollapsed} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  );
}
