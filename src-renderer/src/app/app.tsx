import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Toaster } from 'sonner';
import { ErrorState, LoadingState } from '../components/states';
import { settleEnvironment, useEnvironmentStore } from '../door/environment';
import { reloadJobs } from '../door/jobs';
import { queryClient } from '../door/query-client';
import { useApiQuery } from '../door/use-api';
import { currentLocale } from '../format/locale';
import { router } from './router';

/** Shows the app once it is known which environment it is about. */
function Start() {
  const environments = useApiQuery('environment.list', {});
  const hasEnvironment = useEnvironmentStore((state) => state.environment !== null);

  useEffect(() => {
    if (environments.data) settleEnvironment(environments.data.items);
  }, [environments.data]);
  useEffect(() => {
    // Without the list of jobs the status bar only misses what ran before this window opened.
    void reloadJobs().catch(() => undefined);
  }, []);

  if (hasEnvironment) return <RouterProvider router={router} />;
  if (environments.error) {
    return (
      <main className="flex h-full items-center justify-center">
        <ErrorState error={environments.error} onRetry={() => void environments.refetch()} />
      </main>
    );
  }
  return <LoadingState label="Opening Pricebook" rows={0} />;
}

/** Everything a screen stands on: locale, queries, toasts, routes. */
export function App() {
  return (
    <I18nProvider locale={currentLocale()}>
      <QueryClientProvider client={queryClient}>
        <Start />
        {/* Marked as top layer: an open dialog neither hides nor blocks a message. */}
        <div data-react-aria-top-layer="true">
          <Toaster
            // Over the middle of the top bar nothing is pressed: actions are at the right of pages and at the foot of forms.
            position="top-center"
            offset={{ top: 6 }}
            mobileOffset={{ top: 6 }}
            hotkey={['F8']}
            closeButton
            toastOptions={{
              unstyled: true,
              classNames: {
                toast:
                  'flex w-90 max-w-[90vw] items-center gap-2 rounded-sheet border border-line bg-raised data-[type=error]:border-danger px-4 py-3 font-sans text-14 text-ink shadow-sheet',
                content: 'min-w-0 flex-1 break-words',
                // A name of 255 characters is cut for the eye; all of it is read out.
                title: 'line-clamp-6',
                actionButton: 'h-8 rounded-control border border-control px-2.5 font-medium hover:bg-hover',
                closeButton:
                  'order-last size-6 shrink-0 rounded-control text-muted hover:bg-hover flex items-center justify-center',
              },
            }}
          />
        </div>
      </QueryClientProvider>
    </I18nProvider>
  );
}
