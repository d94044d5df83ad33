import { foldText } from '@shared/rules/fold-text';
import { useNavigate } from '@tanstack/react-router';
import { Gauge, KeyRound, Layers, Package, Plus, Search, UserRound } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import { KeyHint } from '../components/key-hint';
import { optionClass } from '../components/select';
import { useApiQuery } from '../door/use-api';
import { places } from './places';
import { settingsPlaces } from './settings-places';
import { useUi } from './ui-store';

interface Hit {
  path: string;
  label: string;
  detail?: string;
  icon: ReactNode;
  keys?: string;
}

/** What is only offered to those who look for it; `words` finds it too. */
type Wanted = Hit & { words: string };

const actionHits: readonly Wanted[] = [
  { path: '/groups?create=true', label: 'Create a group' },
  { path: '/plans?create=true', label: 'Create a plan' },
  { path: '/features/new', label: 'Create a feature' },
  { path: '/customers?create=true', label: 'Add a customer' },
].map((hit) => ({ ...hit, words: 'new add create', icon: <Plus aria-hidden size={16} /> }));

const settingsHits: readonly Wanted[] = [
  ...settingsPlaces.map((place) => ({
    path: place.to,
    label: `Settings: ${place.label}`,
    words: place.words,
    icon: <place.icon aria-hidden size={16} />,
  })),
  {
    path: '/settings/api?create=true',
    label: 'Create API key',
    words: 'http new token',
    icon: <KeyRound aria-hidden size={16} />,
  },
];

/** Those that have every word of a text in them, in whatever order. */
function wantedBy<H extends Hit & { words?: string }>(text: string, hits: readonly H[]): H[] {
  const words = foldText(text).split(/\s+/);
  return hits.filter((hit) => words.every((word) => foldText(`${hit.label} ${hit.words ?? ''}`).includes(word)));
}

function useFound(text: string): { heading: string; hits: Hit[] }[] {
  const enabled = text.length > 0;
  const input = { search: text, limit: 6 };
  const groups = useApiQuery('group.search', input, { enabled });
  const plans = useApiQuery('plan.search', input, { enabled });
  const features = useApiQuery('feature.search', input, { enabled });
  const customers = useApiQuery('customer.search', { ...input, status: 'published' }, { enabled });
  const recent = useUi((state) => state.recentPaths);

  const goTo: Hit[] = places.map((place) => ({
    path: place.to,
    label: place.label,
    icon: <place.icon aria-hidden size={16} />,
    keys: `G then ${place.letter}`,
  }));
  if (!enabled) {
    const rank = (hit: Hit) => (recent.includes(hit.path) ? recent.indexOf(hit.path) : recent.length);
    return [{ heading: 'Go to', hits: goTo.sort((a, b) => rank(a) - rank(b)) }];
  }
  return [
    { heading: 'Go to', hits: wantedBy(text, goTo) },
    { heading: 'Actions', hits: wantedBy(text, actionHits) },
    { heading: 'Settings', hits: wantedBy(text, settingsHits) },
    {
      heading: 'Groups',
      hits: (groups.data?.items ?? []).map((group) => ({
        path: `/groups/${group.id}`,
        label: group.name,
        detail: group.lookup_key,
        icon: <Layers aria-hidden size={16} />,
      })),
    },
    {
      heading: 'Plans',
      hits: (plans.data?.items ?? []).map((plan) => ({
        path: `/plans/${plan.id}`,
        label: plan.name,
        detail: plan.lookup_key,
        icon: <Package aria-hidden size={16} />,
      })),
    },
    {
      heading: 'Features',
      hits: (features.data?.items ?? []).map((feature) => ({
        path: `/features?search=${encodeURIComponent(feature.name)}`,
        label: feature.name,
        detail: feature.lookup_key,
        icon: <Gauge aria-hidden size={16} />,
      })),
    },
    {
      heading: 'Customers',
      hits: (customers.data?.items ?? []).map((customer) => ({
        path: `/customers/${customer.id}`,
        label: customer.name || customer.external_id,
        detail: customer.external_id,
        icon: <UserRound aria-hidden size={16} />,
      })),
    },
  ].filter((section) => section.hits.length > 0);
}

/** Ctrl/⌘+K: go to a screen, begin something new, or find a group, plan, feature or customer by name or key. */
export function CommandPalette({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('');
  const found = useFound(useDeferredValue(text.trim()));
  const navigate = useNavigate();
  const noteRecent = useUi((state) => state.noteRecent);

  const open = (path: string) => {
    noteRecent(path);
    onClose();
    void navigate({ href: path });
  };

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="fixed inset-0 z-50 flex justify-center bg-backdrop px-4 pt-[12vh]"
    >
      <Modal className="flex h-fit max-h-[70vh] w-full max-w-160 rounded-sheet border border-line bg-raised text-ink shadow-sheet">
        <Dialog aria-label="Search and go to" className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
          <Autocomplete inputValue={text} onInputChange={setText}>
            <TextField
              aria-label="Search screens, groups, plans, features and customers"
              autoFocus
              type="text"
              className="relative"
            >
              <Search aria-hidden size={18} className="absolute top-3.5 left-4 text-muted" />
              <Input
                role="combobox"
                aria-expanded
                placeholder="Screens, actions, groups, plans, features, customers…"
                className="h-12 w-full border-b border-line bg-transparent pr-4 pl-11 text-16 outline-none"
              />
            </TextField>
            <ListBox
              aria-label="Results"
              className="min-h-0 flex-1 overflow-auto p-2 outline-none"
              onAction={(key) => open(String(key).slice(String(key).indexOf(':') + 1))}
              renderEmptyState={() => <p className="p-3 text-14 text-muted">Nothing found for “{text}”.</p>}
            >
              {found.map((section) => (
                <ListBoxSection key={section.heading} id={section.heading}>
                  <Header className="px-2 pt-2 pb-1 text-12 font-semibold text-muted">{section.heading}</Header>
                  {section.hits.map((hit) => (
                    <ListBoxItem
                      key={hit.path}
                      // Settings is a place, and its first part a setting: one path in two sections.
                      id={`${section.heading}:${hit.path}`}
                      textValue={hit.label}
                      className={optionClass}
                    >
                      <span className="shrink-0">{hit.icon}</span>
                      <span className="min-w-0 truncate">{hit.label}</span>
                      <span className="ml-auto truncate text-13 text-muted">{hit.detail}</span>
                      {hit.keys && <KeyHint keys={hit.keys} />}
                    </ListBoxItem>
                  ))}
                </ListBoxSection>
              ))}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
