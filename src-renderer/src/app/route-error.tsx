import type { ErrorComponentProps } from '@tanstack/react-router';
import { Page, PageHeader } from '../components/page-header';
import { ErrorState } from '../components/states';

/** A screen that broke: the rest of the app goes on, and this screen can be tried again. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <Page>
      <PageHeader title="This screen has a problem" />
      <ErrorState error={error} onRetry={reset} />
    </Page>
  );
}
