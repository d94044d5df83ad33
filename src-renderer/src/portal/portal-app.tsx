import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components';
import { currentLocale } from '../format/locale';
import { LinkEndedState } from './link-ended-state';
import { PortalFrame } from './portal-frame';

const queryClient = new QueryClient({
  // Usage goes on while the page is open: who comes back to it sees it as it is then.
  defaultOptions: { queries: { retry: false, staleTime: 60_000, refetchOnWindowFocus: true } },
});

/** The token of the link: browsers keep the fragment to themselves, so it is in no log of any server. */
function useToken(): string {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener('hashchange', onChange);
      return () => window.removeEventListener('hashchange', onChange);
    },
    () => window.location.hash.slice(1),
  );
}

/** Everything the page stands on. */
export function PortalApp() {
  const token = useToken();
  return (
    <I18nProvider locale={currentLocale()}>
      <QueryClientProvider client={queryClient}>
        <main className="min-h-full bg-sunken print:bg-surface">
          {token === '' ? <LinkEndedState /> : <PortalFrame key={token} token={token} />}
        </main>
      </QueryClientProvider>
    </I18nProvider>
  );
}
