import { Link } from '@tanstack/react-router';
import { formatCount } from '../format/quantity';
import { EnvironmentSwitcher } from './environment-switcher';
import { type Place, placeSections } from './places';
import { usePlaceCounts } from './use-place-counts';
import { useSidebar } from './use-sidebar';

interface PlaceLinkProps {
  place: Place;
  isCollapsed: boolean;
  /** How much waits there. */
  count: number;
}

function PlaceLink({ place, isCollapsed, count }: PlaceLinkProps) {
  const Icon = place.icon;
  const name = count > 0 ? `${place.label} (${formatCount(count)})` : place.label;
  return (
    <Link
      to={place.to}
      activeProps={{ 'aria-current': 'page', className: 'bg-selected font-medium text-ink' }}
      inactiveProps={{ className: 'text-secondary hover:bg-hover hover:text-ink' }}
      aria-label={isCollapsed ? name : undefined}
      title={isCollapsed ? name : undefined}
      className={`flex h-8 items-center gap-2.5 rounded-control text-14 ${isCollapsed ? 'justify-center' : 'px-2.5'}`}
    >
      <Icon aria-hidden size={18} className="shrink-0" />
      {!isCollapsed && <span className="min-w-0 flex-1 truncate">{place.label}</span>}
      {!isCollapsed && count > 0 && (
        <span className="rounded-control bg-neutral-soft px-1.5 text-12 font-medium text-neutral">
          {formatCount(count)}
        </span>
      )}
    </Link>
  );
}

/** Where one is and where one can go. */
export function Sidebar() {
  const { isCollapsed } = useSidebar();
  const counts = usePlaceCounts();
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
                  <PlaceLink place={place} isCollapsed={isCollapsed} count={counts[place.to] ?? 0} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  );
}
