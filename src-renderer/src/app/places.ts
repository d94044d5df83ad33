import {
  ChartColumn,
  FileInput,
  FileSpreadsheet,
  Gauge,
  GitCompareArrows,
  History,
  Layers,
  type LucideIcon,
  Package,
  Scale,
  Settings,
  Upload,
  Users,
} from 'lucide-react';

export interface Place {
  to:
    | '/features'
    | '/plans'
    | '/groups'
    | '/analytics'
    | '/what-if'
    | '/customers'
    | '/reports'
    | '/imports'
    | '/history'
    | '/pending'
    | '/conflicts'
    | '/settings';
  label: string;
  icon: LucideIcon;
  /** The second letter of "G then …". */
  letter: string;
}

export interface PlaceSection {
  heading: string;
  places: readonly Place[];
}

/** Everywhere one can go, as the sidebar, the palette and the "G then …" shortcuts list it. */
export const placeSections: readonly PlaceSection[] = [
  {
    heading: 'Product Catalog',
    places: [
      { to: '/features', label: 'Features', icon: Gauge, letter: 'F' },
      { to: '/plans', label: 'Plans', icon: Package, letter: 'P' },
      { to: '/groups', label: 'Groups', icon: Layers, letter: 'G' },
    ],
  },
  {
    heading: 'Usage',
    places: [
      { to: '/analytics', label: 'Analytics', icon: ChartColumn, letter: 'A' },
      { to: '/what-if', label: 'What if', icon: Scale, letter: 'W' },
      { to: '/customers', label: 'Customers', icon: Users, letter: 'C' },
      { to: '/reports', label: 'Reports', icon: FileSpreadsheet, letter: 'R' },
    ],
  },
  {
    heading: 'Sync',
    places: [
      { to: '/pending', label: 'Pending changes', icon: Upload, letter: 'O' },
      { to: '/conflicts', label: 'Conflicts', icon: GitCompareArrows, letter: 'D' },
    ],
  },
  {
    heading: 'Work',
    places: [
      { to: '/imports', label: 'Imports', icon: FileInput, letter: 'I' },
      { to: '/history', label: 'History', icon: History, letter: 'H' },
      { to: '/settings', label: 'Settings', icon: Settings, letter: 'S' },
    ],
  },
];

export const places: readonly Place[] = placeSections.flatMap((section) => section.places);
